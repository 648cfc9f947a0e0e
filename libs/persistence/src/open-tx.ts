import type { ClientBase } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { sqlState } from './sql-state.js';
import type { Tx } from './tx.js';

const AFTER_A_FAILURE = '25P02';

/**
 * Not an object of which the client has to make a text: where that fails the database hears nothing of the statement, and would commit the
 * others behind its back.
 */
function isWrittenAsItIs(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isWrittenAsItIs);
  return typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value);
}

/** The working side of `Tx`: can be closed, so that work which outlives its transaction cannot touch the connection's next one. */
export class OpenTx implements Tx {
  private readonly acts: (() => void)[] = [];
  private readonly sent: Promise<unknown>[] = [];
  /** Of a statement that was only sent. */
  private failure: { readonly error: unknown } | null = null;
  /** Of any statement: those behind it say no more than that one has failed. */
  private firstError: { readonly error: unknown } | null = null;
  private closed = false;
  private statements = 0;

  /** `oneRead`: there is no transaction around it, only one statement that reads. */
  constructor(
    private readonly runner: QueryRunner,
    private readonly client: Pick<ClientBase, 'query'>,
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
    try {
      const { rows } = await this.client.query(sql, params as unknown[]);
      return (rows ?? []) as T[];
    } catch (error) {
      this.firstError ??= { error };
      throw error;
    }
  }

  send(sql: string, params: readonly unknown[] = []): void {
    this.mustBeOpen();
    if (this.options.oneRead) throw new Error('A glance is one statement that reads');
    if (!params.every(isWrittenAsItIs)) throw new TypeError('A statement that is only sent takes objects as JSON text');
    this.follow(this.client.query(sql, params as unknown[]));
  }

  afterCommit(act: () => void): void {
    this.mustBeOpen();
    this.acts.push(act);
  }

  /** A statement under way that nobody waits for: its error is that of the transaction. */
  follow(statement: Promise<unknown>): void {
    this.sent.push(statement);
    statement.catch((error: unknown) => {
      this.failure ??= { error };
      this.firstError ??= { error };
    });
  }

  /** Resolves when all that was sent has been answered; throws the first error among it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.sent);
    if (this.failure) throw this.failure.error;
  }

  /** What made the transaction fail: every statement after a failed one fails too, with an error that says no more than that. */
  causeOf(error: unknown): unknown {
    return this.firstError && sqlState(error) === AFTER_A_FAILURE ? this.firstError.error : error;
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
