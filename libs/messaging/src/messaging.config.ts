import type { DataSource } from 'typeorm';
import type { EventContract } from '#contracts/event-contract.js';
import type { Broker } from './broker/broker.js';

/** What one service's messaging is made of. */
export interface MessagingConfig {
  /** The service's name, such as `screening`: CloudEvents source and consumer group come from it. */
  service: string;
  /** Events it hears; each needs a handler in a `.consumer.ts`. Other known events on the same topics are passed over. */
  consumes: readonly EventContract<any>[];
  dataSource: DataSource;
  broker: Broker;
  /** Before every topic name, `hub.` by default. */
  topicPrefix: string;
  /** Whether this process relays, consumes and retries; false for one that only appends. Default true. */
  active?: boolean;
  limits?: Partial<MessagingLimits>;
  /** The domain clock as an ISO instant, for the events that tell of parked children and dead letters. Default: the machine's clock. */
  now?: () => string;
  /** Whose operators see events that name no municipality, because they cannot be read. Default: nobody's. */
  homeMunicipality?: string | undefined;
}

/** Numbers that deployments and tests may change. */
export interface MessagingLimits {
  /** Rows the relay sends at once. */
  relayBatch: number;
  /** The relay looks by itself this often, for the case that a wake-up call was lost. */
  pollMs: number;
  /** How often it looks whether a topic has another number of partitions. */
  topicLookMs: number;
  /** Past either of these the outbox no longer accepts. */
  maxUnsent: number;
  maxUnsentAgeSeconds: number;
  /** Days that sent rows and inbox rows are kept. The inbox must remember for longer than the broker keeps. */
  outboxDays: number;
  inboxDays: number;
  /** Days that replayed and discarded letters are kept; open ones stay. */
  letterDays: number;
  /** Deliveries in one transaction, at most. */
  consumeBatch: number;
  /** Transactions of events at the same time; slow ones do not count. What arrives meanwhile shares the next one. */
  concurrentBatches: number;
  /** Transactions of events at the same time, slow ones included: the other connections of the pool are left to doors and jobs. */
  mostTransactions: number;
  /** Tries of an event that fails by a bug before its child is parked. */
  bugAttempts: number;
  /** Times that an event may be in hand while the process dies before it becomes a dead letter. */
  crashAttempts: number;
  /** How long one event may hold up its partition by transient errors before its child is parked. */
  transientPatienceMs: number;
  /** A handling that takes longer is given up and counted as failed. */
  handlerTimeoutMs: number;
  /** First and longest pause before a parked child is tried again by itself. */
  parkedRetryMs: number;
  parkedRetryMaxMs: number;
  /** A batch in hand for longer than this makes the service unhealthy. */
  stuckMs: number;
}

export const defaultLimits: MessagingLimits = {
  relayBatch: 500,
  pollMs: 2000,
  topicLookMs: 30_000,
  maxUnsent: 100_000,
  maxUnsentAgeSeconds: 1800,
  outboxDays: 3,
  inboxDays: 45,
  letterDays: 90,
  consumeBatch: 500,
  concurrentBatches: 1,
  mostTransactions: 6,
  bugAttempts: 3,
  crashAttempts: 10,
  transientPatienceMs: 30_000,
  handlerTimeoutMs: 30_000,
  parkedRetryMs: 10_000,
  parkedRetryMaxMs: 300_000,
  stuckMs: 180_000,
};
