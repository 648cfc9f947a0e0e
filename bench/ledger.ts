import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Batch, type Consumer, Kafka, logLevel } from 'kafkajs';
import { guardIdleLoop } from '#messaging/broker/idle-loop-guard.js';

/** What was promised and what came of it, kept outside the hub: a record id, when it was acknowledged, when it was visible. */
export interface LedgerEntry {
  /** Whose result it is, where the order for each child is watched. */
  readonly childId: string | null;
  readonly sentAtMs: number;
  acknowledgedAtMs: number | null;
  visibleAtMs: number | null;
  effects: number;
}

/** Few tries, for the client makes them all at one node, however dead it is; and no beginning anew of its own, which it makes only after some errors. */
const FEW_TRIES = { initialRetryTime: 100, maxRetryTime: 300, retries: 4, restartOnFailure: async () => false };
const BEGINS_ANEW_AFTER_MS = 200;

/**
 * Counts every acknowledgement and every effect, and the events about each child. An effect is a `screening.result.recorded`: it is
 * published after the commit that made the result readable, so that its arrival here is an upper bound of the time to visible.
 */
export class Ledger {
  readonly entries = new Map<string, LedgerEntry>();
  /** Record ids with the time at which their first effect was published. */
  private readonly arrived: { readonly recordId: string; readonly publishedAt: number }[] = [];
  private readonly told = new Map<string, Map<string, number>>();
  private readonly seen = new Set<string>();
  /** How many different events of each type were published. */
  readonly published = new Map<string, number>();
  private readonly groupId = `ledger-${randomUUID()}`;
  private consumer: Consumer | null = null;
  private isClosed = false;
  private hasJoined = (): void => undefined;

  private constructor(
    private readonly kafka: Kafka,
    private readonly topics: string[],
    private readonly sessionTimeoutMs: number,
  ) {}

  /** `sessionTimeoutMs`: after the death of the broker a ledger that begins anew waits so long for its former self. */
  static async open(brokers: readonly string[], topicPrefix: string, sessionTimeoutMs = 30_000): Promise<Ledger> {
    // What only looks on must not take a twentieth of a core from what is measured.
    guardIdleLoop();
    const kafka = new Kafka({ clientId: 'ledger', brokers: [...brokers], logLevel: logLevel.NOTHING });
    const topics = ['screening.v1', 'consent.v1'].map((topic) => topicPrefix + topic);
    const ledger = new Ledger(kafka, topics, sessionTimeoutMs);
    const joined = new Promise<void>((resolve) => (ledger.hasJoined = resolve));
    await ledger.listen();
    await joined;
    return ledger;
  }

  /**
   * Reads everything from the beginning. Joined later, it would begin behind what came between its joining
   * and its first fetch. Whatever becomes of the broker, it begins anew, and what it has read before counts once.
   */
  private async listen(): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: this.groupId,
      maxWaitTimeInMs: 500,
      sessionTimeout: this.sessionTimeoutMs,
      rebalanceTimeout: this.sessionTimeoutMs,
      heartbeatInterval: this.sessionTimeoutMs / 10,
      // Partitions that are added are heard soon.
      metadataMaxAge: 1_000,
      retry: FEW_TRIES,
    });
    this.consumer = consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => this.hasJoined());
    consumer.on(consumer.events.CRASH, () => void this.listenAnew(consumer));
    await consumer.connect();
    await consumer.subscribe({ topics: this.topics, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: async ({ batch }) => this.read(batch) });
  }

  private async listenAnew(crashed: Consumer): Promise<void> {
    for (let before: Consumer | null = crashed; !this.isClosed; before = this.consumer) {
      await before?.disconnect().catch(() => undefined);
      await pause(BEGINS_ANEW_AFTER_MS);
      try {
        if (!this.isClosed) await this.listen();
        return;
      } catch {
        // The broker is still away.
      }
    }
  }

  private read({ messages }: Batch): void {
    const now = performance.now();
    for (const { headers, key, value, timestamp } of messages) {
      const eventId = String(headers?.['ce_id']);
      if (this.seen.has(eventId)) continue;
      this.seen.add(eventId);
      const type = String(headers?.['ce_type']);
      this.hear(String(key), type);
      this.published.set(type, (this.published.get(type) ?? 0) + 1);
      if (!/^screening\.result\.recorded\.v\d+$/.test(type)) continue;
      this.effect((JSON.parse(String(value)) as { recordId: string }).recordId, now, Number(timestamp));
    }
  }

  sent(recordId: string, childId: string | null = null): LedgerEntry {
    const known = this.entries.get(recordId);
    if (known) return known;
    const entry = { childId, sentAtMs: performance.now(), acknowledgedAtMs: null, visibleAtMs: null, effects: 0 };
    this.entries.set(recordId, entry);
    return entry;
  }

  private effect(recordId: string, atMs: number, publishedAt: number): void {
    const entry = this.entries.get(recordId);
    if (!entry) return;
    if (entry.effects === 0) this.arrived.push({ recordId, publishedAt });
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

  /**
   * Took effect after one of the same child that was sent later. In the order of publishing: when the number of partitions changes, two
   * events of a child lie in two of them, which are read side by side here.
   */
  outOfOrder(): string[] {
    const places = new Map([...this.entries.keys()].map((id, at) => [id, at]));
    const late: string[] = [];
    const furthest = new Map<string, number>();
    for (const { recordId } of this.arrived.toSorted((one, other) => one.publishedAt - other.publishedAt)) {
      const childId = this.entries.get(recordId)?.childId;
      if (childId === null || childId === undefined) continue;
      const at = places.get(recordId)!;
      if (at < (furthest.get(childId) ?? -1)) late.push(recordId);
      else furthest.set(childId, at);
    }
    return late;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.consumer?.disconnect();
  }
}
