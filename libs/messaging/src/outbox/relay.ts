import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { attributes } from '#observability/attributes.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import { traceparentOf } from '#observability/traceparent.js';
import type { Broker } from '../broker/broker.js';
import { envelopeOf } from '../events/envelope.js';
import { relayedBatch, relayedEvents } from '../messaging-metrics.js';
import type { MessagingLimits } from '../messaging.config.js';
import type { OutboxBacklog } from './outbox-backlog.js';
import type { OutboxRow } from './outbox-row.js';
import type { OutboxSignal } from './outbox-signal.js';
import { pause } from '../pause.js';
import { OutboxStore, type Appending } from './outbox.store.js';
import { PublishingSpans } from './publishing-spans.js';
import { RelaySession } from './relay-session.js';
import { TopicSpread } from '../partitions/topic-spread.js';
import { WakeUp } from '../wake-up.js';

/** Longer than from one poll to the next: an idle relay that finds nothing unsent need not count it. */
const BACKLOG_EVERY_MS = 2500;
const SOONEST_RETRY_MS = 200;
const LATEST_RETRY_MS = 2000;
/**
 * From one send to the next: as long as the last one took, within these bounds. Under load each then carries several events; one that comes
 * alone is sent at once.
 */
const SOONEST_SEND_MS = 40;
const LATEST_SEND_MS = 200;
/** Waiting for older transactions: how soon to look again, and when to ask whether they concern the outbox at all. */
const UNSETTLED_PAUSE_MS = 5;
const UNSETTLED_PATIENCE_MS = 100;

class SendingFailed extends Error {
  override readonly name = 'SendingFailed';
}

export interface RelayOptions {
  service: string;
  dataSource: DataSource;
  broker: Broker;
  topicPrefix: string;
  limits: Pick<MessagingLimits, 'relayBatch' | 'pollMs' | 'topicLookMs'>;
  signal: OutboxSignal;
  backlog: OutboxBacklog;
}

/**
 * Gives the outbox to the broker in order. Of all instances only the one with the lease does so; the others stand by. Rows are marked after
 * the broker's acknowledgement, so after a crash some are sent again, never left out.
 */
export class Relay {
  private readonly store = new OutboxStore();
  private readonly wakeUp = new WakeUp();
  private readonly session: RelaySession;
  private readonly spread: TopicSpread;
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  /** Up to here everything is settled although some transaction is old. */
  private horizon = '0';
  /** Whose end is waited for to move the horizon. */
  private appending: Appending | null = null;
  private backlogSeenAt = -Infinity;
  private sentAt = -Infinity;
  private tookMs = 0;

  constructor(private readonly options: RelayOptions) {
    const { dataSource, service, signal, broker, topicPrefix, limits } = options;
    this.spread = new TopicSpread({ broker, topicPrefix, topicLookMs: limits.topicLookMs });
    this.session = new RelaySession(dataSource, service, {
      onAppended: () => this.wakeUp.call(),
      onLease: (held) => {
        this.horizon = '0';
        this.appending = null;
        this.spread.forget();
        signal.relayIsHere(held ? () => this.wakeUp.call() : null);
      },
    });
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Whether this instance is the one that relays. */
  get hasLease(): boolean {
    return this.session.hasLease;
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeUp.call();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted;) {
      try {
        const client = await this.session.open();
        await this.lookAtBacklog(client);
        if (await this.session.lease(client)) await this.drain(client);
        failures = 0;
        if (!this.stopping.signal.aborted) await this.wakeUp.pause(this.options.limits.pollMs);
      } catch (error) {
        failures += 1;
        log.warn('The relay met an error and tries again', { attempts: failures }, error);
        // The lease is kept while only the broker is away: another instance could not reach it either.
        if (!(error instanceof SendingFailed)) await this.session.end();
        await pause(Math.min(LATEST_RETRY_MS, SOONEST_RETRY_MS * 2 ** failures), this.stopping.signal);
      }
    }
    await this.session.end();
  }

  /** Sends until nothing is left that can be sent. */
  private async drain(client: pg.Client): Promise<void> {
    for (let unsettledSince = 0; !this.stopping.signal.aborted;) {
      const every = Math.min(LATEST_SEND_MS, Math.max(SOONEST_SEND_MS, this.tookMs));
      const rest = this.sentAt + every - performance.now();
      if (rest > 0) await pause(rest, this.stopping.signal);
      const waiting = await this.store.read(client, this.options.limits.relayBatch, this.horizon);
      if (waiting.length === 0) return this.sawBacklog(0, 0);
      const unsettled = waiting.findIndex(({ settled }) => !settled);
      const rows = unsettled === -1 ? waiting : waiting.slice(0, unsettled);
      if (rows.length > 0) {
        unsettledSince = 0;
        await this.relay(client, rows);
        // All that waited is sent: what is appended from now on calls, or has called meanwhile.
        if (rows.length < this.options.limits.relayBatch && unsettled === -1) return;
      } else {
        unsettledSince ||= performance.now();
        const impatient = performance.now() - unsettledSince > UNSETTLED_PATIENCE_MS;
        if (impatient) await this.moveHorizon(client);
        await this.wakeUp.pause(UNSETTLED_PAUSE_MS);
      }
      await this.lookAtBacklog(client);
    }
  }

  /** Under load somebody appends at every moment: those are waited for who did so when we began to look, not those who came since. */
  private async moveHorizon(client: pg.Client): Promise<void> {
    const now = await this.store.appending(client);
    const { last, transactions } = (this.appending ??= now);
    if (transactions.some((transaction) => now.transactions.includes(transaction))) return;
    this.horizon = last;
    this.appending = null;
  }

  private async relay(client: pg.Client, rows: OutboxRow[]): Promise<void> {
    const { service, broker, topicPrefix } = this.options;
    await this.spread.prepare(client, new Set(rows.map(({ topic }) => topicPrefix + topic)));
    const spans = new PublishingSpans(topicPrefix);
    const events = rows.map((row) => {
      const traceparent = traceparentOf(spans.open(row)) ?? row.traceparent;
      return envelopeOf(row, `/trivselshub/${service}`, topicPrefix, traceparent);
    });
    const messages = this.spread.place(events);
    this.sentAt = performance.now();
    killPoint('relay.before-send');
    try {
      await spans.during(() => broker.send(messages));
    } catch (error) {
      throw new SendingFailed('The broker did not take the events', { cause: error });
    }
    this.spread.sent(messages);
    killPoint('relay.after-send');
    await this.store.mark(
      client,
      rows.map(({ sequence }) => sequence),
    );
    killPoint('relay.after-mark');
    this.tookMs = performance.now() - this.sentAt;
    relayedBatch.record(rows.length);
    for (const [type, number] of countByType(rows)) relayedEvents.add(number, { [attributes.eventType]: type });
  }

  private async lookAtBacklog(client: pg.Client): Promise<void> {
    if (performance.now() - this.backlogSeenAt < BACKLOG_EVERY_MS) return;
    const { unsent, age } = await this.store.backlog(client);
    this.sawBacklog(unsent, age);
  }

  private sawBacklog(unsent: number, ageSeconds: number): void {
    this.backlogSeenAt = performance.now();
    this.options.backlog.saw(unsent, ageSeconds);
  }
}

function countByType(rows: OutboxRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of rows) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
