import type { EntityManager, QueryRunner } from 'typeorm';
import type { Tx } from './tx.js';

/** The working side of `Tx`: can be closed, so that work which outlives its transaction cannot touch the connection's next one. */
export class OpenTx implements Tx {
  private readonly acts: (() => void)[] = [];
  private closed = false;

  private statements = 0;

  /** `oneRead`: there is no transaction around it, only one statement that reads. */
  constructor(
    private readonly runner: QueryRunner,
    private readonly options: { oneRead?: boolean } = {},
  ) {}

  get manager(): EntityManager {
    this.mustBeOpen();
    if (this.options.oneRead) throw new Error('A glance is one statement, in SQL');
    return this.runner.manager;
  }

  async query<T = any>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    this.mustBeOpen();
    if (this.options.oneRead) this.mustBeOneRead(sql);
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

  private mustBeOneRead(sql: string): void {
    this.statements += 1;
    if (this.statements > 1 || !/^\s*(select|with)\b/i.test(sql))
      throw new Error('A glance is one statement that reads');
  }

  private mustBeOpen(): void {
    if (this.closed) throw new Error('The transaction has ended');
  }
}
