import type { ClientBase } from 'pg';
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
    return again(() => this.once(work, 'start transaction'));
  }

  /** Runs reads that all see the same moment; a write inside is an error. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return again(() => this.once(work, 'start transaction isolation level repeatable read, read only'));
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
    let tx: OpenTx | null = null;
    try {
      tx = new OpenTx(runner, await connectionOf(runner), { oneRead: true });
      return await work(tx);
    } catch (error) {
      // There is nothing to roll back, but a connection that does not answer even this is cut.
      await rollback(runner);
      throw error;
    } finally {
      tx?.close();
      await runner.release();
    }
  }

  /** The beginning goes out with the work's first statement, and the commit with the last ones that were only sent. */
  private async once<T>(work: (tx: Tx) => Promise<T>, begin: string): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    let tx: OpenTx | null = null;
    try {
      const client = await connectionOf(runner);
      tx = new OpenTx(runner, client);
      tx.follow(client.query(begin));
      inTransaction(runner, true);
      const result = await work(tx);
      tx.close();
      const committed = client.query('commit');
      tx.follow(committed);
      await tx.settled();
      inTransaction(runner, false);
      mustBeCommit(await committed);
      tx.committed();
      return result;
    } catch (error) {
      tx?.close();
      await rollback(runner);
      throw tx ? tx.causeOf(error) : error;
    } finally {
      await runner.release();
    }
  }
}

/** The connection behind a runner. Statements are given to it directly: TypeORM would wait for several turns before it sends each. */
async function connectionOf(runner: QueryRunner): Promise<PgClient> {
  return (await runner.connect()) as PgClient;
}

/** Entities that are saved meanwhile must not begin and commit a transaction of their own. */
function inTransaction(runner: QueryRunner, active: boolean): void {
  (runner as { isTransactionActive: boolean }).isTransactionActive = active;
}

/** The database answers a commit with a rollback when a statement has failed before, also one whose error was caught. */
function mustBeCommit({ command }: { command: string }): void {
  if (command !== 'COMMIT')
    throw new Error('The transaction was rolled back: an error of one of its statements was passed over');
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

/** node-postgres' client, with the part that reaches its socket. */
interface PgClient extends ClientBase {
  connection: { stream: { destroy(): void } };
}
