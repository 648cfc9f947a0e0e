import type { EntityManager } from 'typeorm';

/** An open transaction. Usable only until the work that received it has ended. */
export interface Tx {
  /**
   * Runs one statement and returns its rows (also those of `returning`); values go in as `$1`, `$2`, ... Statements given without waiting
   * for one another reach the database together and run in the order given, each seeing what the ones before have done.
   */
  query<T = any>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /**
   * Runs one statement whose answer nobody needs. It goes out with what follows, at the latest with the commit, so that it costs no trip of
   * its own; when it fails, the whole transaction fails with its error. Throws TypeError for values that are objects: give them as JSON text.
   */
  send(sql: string, params?: readonly unknown[]): void;
  /** For entities that are read and written singly. */
  readonly manager: EntityManager;
  /** Runs after a successful commit; never after a rollback. Must not throw and is not waited for. */
  afterCommit(act: () => void): void;
}
