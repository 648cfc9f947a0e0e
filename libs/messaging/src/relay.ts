import { SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { attributes } from '#observability/attributes.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import { contextOf, traceparentOf } from '#observability/traceparent.js';
import { openDatabaseSession } from '#persistence/database-session.js';
import type { Broker } from './broker/broker.js';
import { envelopeOf } from './envelope.js';
import { relayedBatch, relayedEvents } from './messaging-metrics.js';
import type { MessagingLimits } from './messaging.config.js';
import type { OutboxBacklog } from './outbox-backlog.js';
import type { OutboxRow } from './outbox-row.js';
import { OUTBOX_CHANNEL, type OutboxSignal } from './outbox-signal.js';
import { OutboxStore } from './outbox.store.js';
import { WakeUp } from './wake-up.js';

const LEASE = [7_236_402, 1];
const BACKLOG_EVERY_MS = 2000;
const SOONEST_RETRY_MS = 200;
const LATEST_RETRY_MS = 5000;
/** Waiting for older transactions: how soon to look again, and when to ask whether they concern the outbox at all. */
const UNSETTLED_PAUSE_MS = 5;
const UNSETTLED_PATIENCE_MS = 100;

export interface RelayOptions {
  service: string;
  dataSource: DataSource;
  broker: Broker;
  topicPrefix: string;
  limits: Pick<MessagingLimits, 'relayBatch' | 'pollMs'>;
  signal: OutboxSignal;
  backlog: OutboxBacklog;
}

/**
 * Gives the outbox to the broker in order. Of all instances only the one with the lease (a lock that its session holds) does so; the
 * others stand by. Rows are marked after the broker's acknowledgement, so after a crash some are sent again, never left out.
 */
export class Relay {
  private readonly store = new OutboxStore();
  private readonly wakeUp = new WakeUp();
  private session: pg.Client | null = null;
  private leads = false;
  private stopping = false;
  private running: Promise<void> | null = null;
  private horizon = '0';
  private backlogSeenAt = -Infinity;

  constructor(private readonly options: RelayOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Whether this instance is the one that relays. */
  get hasLease(): boolean {
    return this.leads;
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp.call();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping;) {
      try {
        const session = (this.session ??= await this.openSession());
        await this.lookAtBacklog(session);
        this.leads ||= await this.takeLease(session);
        const pause = this.leads ? await this.drain(session) : this.options.limits.pollMs;
        failures = 0;
        if (!this.stopping) await this.wakeUp.pause(pause);
      } catch (error) {
        failures += 1;
        log.warn('The relay met an error and tries again', { attempts: failures }, error);
        await this.endSession();
        if (!this.stopping) await this.wakeUp.pause(Math.min(LATEST_RETRY_MS, SOONEST_RETRY_MS * 2 ** failures));
      }
    }
    await this.endSession();
  }

  /** Sends until nothing is left that can be sent; answers how long to rest then. */
  private async drain(session: pg.Client): Promise<number> {
    const { limits } = this.options;
    for (let unsettledSince = 0; !this.stopping;) {
      const waiting = await this.store.read(session, limits.relayBatch, this.horizon);
      const unsettled = waiting.findIndex(({ settled }) => !settled);
      const rows = unsettled === -1 ? waiting : waiting.slice(0, unsettled);
      if (rows.length > 0) {
        await this.send(rows);
        killPoint('relay.after-send');
        await this.store.mark(
          session,
          rows.map(({ sequence }) => sequence),
        );
        killPoint('relay.after-mark');
        unsettledSince = 0;
      }
      await this.lookAtBacklog(session);
      if (waiting.length === 0) break;
      if (rows.length > 0) continue;
      unsettledSince ||= performance.now();
      if (performance.now() - unsettledSince > UNSETTLED_PATIENCE_MS) this.horizon = await this.store.horizon(session);
      await this.wakeUp.pause(UNSETTLED_PAUSE_MS);
    }
    return limits.pollMs;
  }

  private async send(rows: OutboxRow[]): Promise<void> {
    const { service, broker, topicPrefix } = this.options;
    const tracer = trace.getTracer('trivselshub');
    const spans: Span[] = [];
    const messages = rows.map((row) => {
      const span = tracer.startSpan(
        `publish ${row.type}`,
        {
          kind: SpanKind.PRODUCER,
          attributes: {
            [attributes.messagingSystem]: 'kafka',
            [attributes.messagingOperation]: 'publish',
            [attributes.messagingDestination]: `${topicPrefix}${row.topic}`,
            [attributes.messagingMessageId]: row.eventId,
            [attributes.eventType]: row.type,
          },
        },
        contextOf(row.traceparent),
      );
      spans.push(span);
      return envelopeOf(row, `/trivselshub/${service}`, topicPrefix, traceparentOf(span) ?? row.traceparent);
    });
    killPoint('relay.before-send');
    try {
      await broker.send(messages);
    } catch (error) {
      for (const span of spans) span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
    relayedBatch.record(rows.length);
    for (const [type, number] of countByType(rows)) relayedEvents.add(number, { [attributes.eventType]: type });
  }

  private async lookAtBacklog(session: pg.Client): Promise<void> {
    if (performance.now() - this.backlogSeenAt < BACKLOG_EVERY_MS) return;
    const { unsent, age } = await this.store.backlog(session);
    this.backlogSeenAt = performance.now();
    this.options.backlog.saw(unsent, age);
  }

  private async openSession(): Promise<pg.Client> {
    const session = await openDatabaseSession(this.options.dataSource, `${this.options.service} relay`);
    session.on('notification', () => this.wakeUp.call());
    session.on('error', (error) => {
      log.warn('The relay lost its database session', {}, error);
      this.lost(session);
    });
    session.on('end', () => this.lost(session));
    await session.query(`listen ${OUTBOX_CHANNEL}`);
    return session;
  }

  private async takeLease(session: pg.Client): Promise<boolean> {
    const { rows } = await session.query('select pg_try_advisory_lock($1, $2) as taken', LEASE);
    if (!rows[0].taken) return false;
    this.horizon = '0';
    this.options.signal.relayIsHere(() => this.wakeUp.call());
    log.info('This instance relays the outbox');
    return true;
  }

  private lost(session: pg.Client): void {
    if (this.session !== session) return;
    this.session = null;
    this.leads = false;
    this.options.signal.relayIsHere(null);
    this.wakeUp.call();
  }

  private async endSession(): Promise<void> {
    const session = this.session;
    if (!session) return;
    this.lost(session);
    try {
      await session.end();
    } catch (error) {
      log.warn('The relay could not end its session in order', {}, error);
    }
  }
}

function countByType(rows: OutboxRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of rows) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
