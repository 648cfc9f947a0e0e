import type { DataSource, QueryRunner } from 'typeorm';
import { OpenTx } from './open-tx.js';
import { sqlState } from './sql-state.js';
import type { Tx } from './tx.js';

/** Serialization failure, deadlock, and a plan from before a migration: the same work may succeed when it is run again. */
const RUN_AGAIN = new Set(['40001', '40P01', '0A000']);
const RUNS = 3;
const ROLLBACK_WITHIN_MS = 2000;

/** The one way to a transaction: everything a use case stores and publishes is committed together or not at all. */
export class UnitOfWork {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs the work in one READ COMMITTED transaction and returns what it returns. An error rolls back and is thrown on; after a
   * serialization failure, a deadlock or a migration the whole work is run again, at most three times in all.
   */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return again(() =>
      this.once(work, {
        begin: (runner) => runner.startTransaction(),
        commit: (runner) => runner.commitTransaction(),
      }),
    );
  }

  /** Runs reads that all see the same moment; a write inside is an error. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return again(() =>
      this.once(work, {
        // One statement, where TypeORM would send two.
        begin: (runner) => runner.query('start transaction isolation level repeatable read, read only'),
        commit: (runner) => runner.query('commit'),
      }),
    );
  }

  /**
   * Runs one statement that reads, which is a transaction of its own: two trips to the database fewer than `read`. A second statement, and
   * one that does not begin with `select` or `with`, is an error.
   */
  glance<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return again(() => this.alone(work));
  }

  private async alone<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const tx = new OpenTx(runner, { oneRead: true });
    try {
      return await work(tx);
    } catch (error) {
      // There is nothing to roll back, but a connection that does not answer even this is cut.
      await rollback(runner);
      throw error;
    } finally {
      tx.close();
      await runner.release();
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>, { begin, commit }: Bounds): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const tx = new OpenTx(runner);
    try {
      await begin(runner);
      const result = await work(tx);
      tx.close();
      await commit(runner);
      tx.committed();
      return result;
    } catch (error) {
      tx.close();
      await rollback(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

interface Bounds {
  begin(runner: QueryRunner): Promise<unknown>;
  commit(runner: QueryRunner): Promise<unknown>;
}

async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (let nth = 1; ; nth += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (nth >= RUNS || !RUN_AGAIN.has(sqlState(error) ?? '')) throw error;
    }
  }
}

/** A connection that does not roll back in time is broken or still busy: it is cut, so that it never reaches another transaction. */
async function rollback(runner: QueryRunner): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ROLLBACK_WITHIN_MS)));
  const rolledBack = runner.query('rollback').then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([rolledBack, late]);
  clearTimeout(timer);
  if (!inTime) await cut(runner);
}

/** Without a connection (none could be had) there is nothing to cut. */
async function cut(runner: QueryRunner): Promise<void> {
  const client = (runner as { databaseConnection?: PgClient }).databaseConnection;
  client?.connection.stream.destroy();
}

/** The part of node-postgres' client that reaches its socket. */
interface PgClient {
  connection: { stream: { destroy(): void } };
}
