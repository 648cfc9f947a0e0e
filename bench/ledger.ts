import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

/** What was promised and what came of it, kept outside the hub: a record id, when it was acknowledged, when it was visible. */
export interface LedgerEntry {
  /** Whose result it is, where the order for each child is watched. */
  readonly childId: string | null;
  readonly sentAtMs: number;
  acknowledgedAtMs: number | null;
  visibleAtMs: number | null;
  effects: number;
}

/** Whatever becomes of the broker, the ledger looks again soon. */
const STUBBORN = {
  initialRetryTime: 100,
  maxRetryTime: 500,
  retries: 10_000,
  // What the client takes for the end, such as a coordinator that has moved, is none: the ledger reads again from the beginning.
  restartOnFailure: async () => true,
};

/**
 * Counts every acknowledgement and every effect, and the events about each child. An effect is a `screening.result.recorded`: it is
 * published after the commit that made the result readable, so that its arrival here is an upper bound of the time to visible.
 */
export class Ledger {
  readonly entries = new Map<string, LedgerEntry>();
  /** Record ids in the order of their first effects. */
  private readonly arrived: string[] = [];
  private readonly told = new Map<string, Map<string, number>>();

  private constructor(private readonly disconnect: () => Promise<void>) {}

  /** `sessionTimeoutMs`: after the death of the broker a ledger that joins anew waits so long for its former self. */
  static async open(brokers: readonly string[], topicPrefix: string, sessionTimeoutMs = 30_000): Promise<Ledger> {
    const kafka = new Kafka({ clientId: 'ledger', brokers: [...brokers], logLevel: logLevel.NOTHING });
    const consumer = kafka.consumer({
      groupId: `ledger-${randomUUID()}`,
      maxWaitTimeInMs: 100,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs,
      heartbeatInterval: sessionTimeoutMs / 10,
      retry: STUBBORN,
    });
    const ledger = new Ledger(() => consumer.disconnect());
    await consumer.connect();
    const topics = ['screening.v1', 'consent.v1'].map((topic) => topicPrefix + topic);
    // From the beginning: joined later, it would begin behind what came between its joining and its first fetch.
    await consumer.subscribe({ topics, fromBeginning: true });
    const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
    const seen = new Set<string>();
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const now = performance.now();
        for (const { headers, key, value } of batch.messages) {
          const eventId = String(headers?.['ce_id']);
          if (seen.has(eventId)) continue;
          seen.add(eventId);
          const type = String(headers?.['ce_type']);
          ledger.hear(String(key), type);
          if (type !== 'screening.result.recorded.v1') continue;
          ledger.effect((JSON.parse(String(value)) as { recordId: string }).recordId, now);
        }
      },
    });
    await joined;
    return ledger;
  }

  sent(recordId: string, childId: string | null = null): LedgerEntry {
    const known = this.entries.get(recordId);
    if (known) return known;
    const entry = { childId, sentAtMs: performance.now(), acknowledgedAtMs: null, visibleAtMs: null, effects: 0 };
    this.entries.set(recordId, entry);
    return entry;
  }

  private effect(recordId: string, atMs: number): void {
    const entry = this.entries.get(recordId);
    if (!entry) return;
    if (entry.effects === 0) this.arrived.push(recordId);
    entry.visibleAtMs ??= atMs;
    entry.effects += 1;
  }

  /** How many different events of that name were published about the child. */
  events(childId: string, name: string): number {
    return this.told.get(childId)?.get(`${name}.v1`) ?? 0;
  }

  private hear(childId: string, type: string): void {
    const told = this.told.get(childId) ?? new Map<string, number>();
    this.told.set(childId, told.set(type, (told.get(type) ?? 0) + 1));
  }

  /** Acknowledged, but without an effect. */
  lost(): string[] {
    return [...this.entries].filter(([, e]) => e.acknowledgedAtMs !== null && e.effects === 0).map(([id]) => id);
  }

  doubled(): string[] {
    return [...this.entries].filter(([, e]) => e.effects > 1).map(([id]) => id);
  }

  /** Took effect after one of the same child that was sent later. */
  outOfOrder(): string[] {
    const places = new Map([...this.entries.keys()].map((id, at) => [id, at]));
    const late: string[] = [];
    const furthest = new Map<string, number>();
    for (const recordId of this.arrived) {
      const childId = this.entries.get(recordId)?.childId;
      if (childId === null || childId === undefined) continue;
      const at = places.get(recordId)!;
      if (at < (furthest.get(childId) ?? -1)) late.push(recordId);
      else furthest.set(childId, at);
    }
    return late;
  }

  close(): Promise<void> {
    return this.disconnect();
  }
}
