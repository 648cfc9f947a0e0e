import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Batch, type Consumer, Kafka, logLevel } from 'kafkajs';
import { guardIdleLoop } from '#messaging/broker/idle-loop-guard.js';
import { byPublishing, type PublishingPlace } from './publishing-place.js';
import { TakenEntries } from './taken-entries.js';
import { ToldCourses } from './told-courses.js';

/** What was promised and what came of it, kept outside the hub: a record id, when it was acknowledged, when it was visible. */
export interface LedgerEntry {
  /** Whose result it is, where the order for each child is watched. */
  readonly childId: string | null;
  readonly sentAtMs: number;
  acknowledgedAtMs: number | null;
  visibleAtMs: number | null;
  effects: number;
}

interface LedgerOptions {
  /** Without prefix. Default: all on which an entry, a result, a consent or a letter is told of. */
  readonly topics?: readonly string[];
  /** After the death of the broker a ledger that begins anew waits so long for its former self. Default 30 s. */
  readonly sessionTimeoutMs?: number;
}

const TOPICS = ['journal.v1', 'screening.v1', 'consent.v1', 'letters.v1'];
/** For measurements: reading every entry too would take processor time from what is measured. */
export const RESULTS_ALONE: readonly string[] = ['screening.v1'];

/** Few tries, for the client makes them all at one node, however dead it is; and no beginning anew of its own, which it makes only after some errors. */
const FEW_TRIES = { initialRetryTime: 100, maxRetryTime: 300, retries: 4, restartOnFailure: async () => false };
const BEGINS_ANEW_AFTER_MS = 200;

/**
 * Counts every acknowledgement, every receipt and every effect, and the events about each child, and watches their order. An effect is a
 * `screening.result.recorded`: it is published after the commit that made the result readable, so that its arrival here is an upper bound
 * of the time to visible.
 */
export class Ledger {
  readonly entries = new Map<string, LedgerEntry>();
  /** Record ids with the place of their first effect. */
  private readonly arrived: { readonly recordId: string; readonly place: PublishingPlace }[] = [];
  private readonly taken = new TakenEntries();
  private readonly courses = new ToldCourses();
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

  static async open(
    brokers: readonly string[],
    topicPrefix: string,
    { topics = TOPICS, sessionTimeoutMs = 30_000 }: LedgerOptions = {},
  ): Promise<Ledger> {
    // What only looks on must not take a twentieth of a core from what is measured.
    guardIdleLoop();
    const kafka = new Kafka({ clientId: 'ledger', brokers: [...brokers], logLevel: logLevel.NOTHING });
    const prefixed = topics.map((topic) => topicPrefix + topic);
    const ledger = new Ledger(kafka, prefixed, sessionTimeoutMs);
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

  private read({ partition, messages }: Batch): void {
    const now = performance.now();
    for (const { headers, key, value, timestamp, offset } of messages) {
      const eventId = String(headers?.['ce_id']);
      if (this.seen.has(eventId)) continue;
      this.seen.add(eventId);
      const type = String(headers?.['ce_type']);
      this.hear(String(key), type);
      this.published.set(type, (this.published.get(type) ?? 0) + 1);
      const place = { partition, offset: Number(offset), publishedAt: Number(timestamp) };
      this.note(type.replace(/\.v\d+$/, ''), String(key), value, place, now);
    }
  }

  private note(name: string, key: string, value: Buffer | null, place: PublishingPlace, atMs: number): void {
    if (name === 'child.deleted') this.taken.forget(key);
    else if (name === 'journal.entry.received') this.taken.take(dataOf(value));
    else if (name === 'screening.result.recorded') this.effect(String(dataOf(value)['recordId']), atMs, place);
    else if (ToldCourses.watches(name)) this.courses.hear(key, name, dataOf(value), place);
  }

  sent(recordId: string, childId: string | null = null): LedgerEntry {
    const known = this.entries.get(recordId);
    if (known) return known;
    const entry = { childId, sentAtMs: performance.now(), acknowledgedAtMs: null, visibleAtMs: null, effects: 0 };
    this.entries.set(recordId, entry);
    return entry;
  }

  private effect(recordId: string, atMs: number, place: PublishingPlace): void {
    const entry = this.entries.get(recordId);
    if (!entry) return;
    if (entry.effects === 0) this.arrived.push({ recordId, place });
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

  /** What took effect more than once, and what was taken in more than once, whoever sent it. */
  doubled(): string[] {
    const results = [...this.entries]
      .filter(([, e]) => e.effects > 1)
      .map(([id]) => `result ${id}: more than one event`);
    return [...results, ...this.taken.doubled()];
  }

  /** What was told when it could not be, and whose result took effect after one of the same child that was sent later. */
  outOfOrder(): string[] {
    return [...this.lateResults(), ...this.courses.outOfOrder()];
  }

  private lateResults(): string[] {
    const places = new Map([...this.entries.keys()].map((id, at) => [id, at]));
    const late: string[] = [];
    const furthest = new Map<string, number>();
    for (const { recordId } of this.arrived.toSorted((one, other) => byPublishing(one.place, other.place))) {
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

/** Empty where nobody can read them, as with a message that a fault has laid between the others. */
function dataOf(value: Buffer | null): Record<string, unknown> {
  try {
    return (JSON.parse(String(value)) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
