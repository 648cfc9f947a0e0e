import type { DataSource, QueryRunner } from 'typeorm';
import { OpenTx } from './open-tx.js';
import { sqlState } from './sql-state.js';
import type { Tx } from './tx.js';

/** Serialization failure and deadlock: the same work may succeed when it is run again. */
const RUN_AGAIN = new Set(['40001', '40P01']);
const RUNS = 3;

/** The one way to a transaction: everything a use case stores and publishes is committed together or not at all. */
export class UnitOfWork {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs the work in one READ COMMITTED transaction and returns what it returns. An error rolls back and is thrown on; after a
   * serialization failure or a deadlock the whole work is run again, at most three times in all.
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let nth = 1; ; nth += 1) {
      try {
        return await this.once('begin', work);
      } catch (error) {
        if (nth >= RUNS || !RUN_AGAIN.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  /** Runs reads that all see the same moment; a write inside is an error. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.once('begin isolation level repeatable read read only', work);
  }

  private async once<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const tx = new OpenTx(runner);
    try {
      await runner.query(begin);
      const result = await work(tx);
      tx.close();
      await runner.query('commit');
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

/** A rollback that fails means that the connection is gone, and with it the transaction: the first error is the one to tell. */
async function rollback(runner: QueryRunner): Promise<void> {
  try {
    await runner.query('rollback');
  } catch {
    return;
  }
}
