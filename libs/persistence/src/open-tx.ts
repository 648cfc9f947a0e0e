import type { EntityManager, QueryRunner } from 'typeorm';
import type { Tx } from './tx.js';

/** The working side of `Tx`: can be closed, so that work which outlives its transaction cannot touch the connection's next one. */
export class OpenTx implements Tx {
  private readonly acts: (() => void)[] = [];
  private closed = false;

  constructor(private readonly runner: QueryRunner) {}

  get manager(): EntityManager {
    this.mustBeOpen();
    return this.runner.manager;
  }

  async query<T = any>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    this.mustBeOpen();
    const { records } = await this.runner.query(sql, params as unknown[], true);
    return (records ?? []) as T[];
  }

  afterCommit(act: () => void): void {
    this.mustBeOpen();
    this.acts.push(act);
  }

  close(): void {
    this.closed = true;
  }

  committed(): void {
    for (const act of this.acts) act();
  }

  private mustBeOpen(): void {
    if (this.closed) throw new Error('The transaction has ended');
  }
}
