import type { EntityManager } from 'typeorm';

/** An open transaction. Usable only until the work that received it has ended. */
export interface Tx {
  /** Runs one statement and returns its rows (also those of `returning`); values go in as `$1`, `$2`, ... */
  query<T = any>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** For entities that are read and written singly. */
  readonly manager: EntityManager;
  /** Runs after a successful commit; never after a rollback. Must not throw and is not waited for. */
  afterCommit(act: () => void): void;
}
