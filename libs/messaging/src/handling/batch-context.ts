import type { Tx } from '#persistence/tx.js';

/** What a handler is given beside its deliveries. */
export interface BatchContext {
  /** The transaction in which the inbox was written; what the handler stores and publishes is committed with it. */
  tx: Tx;
  /** The consumer group, `hub.<service>`. */
  consumer: string;
}
