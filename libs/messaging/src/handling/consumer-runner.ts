import type { MessageHandler } from '@nestjs/microservices';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import { attributes } from '#observability/attributes.js';
import { log } from '#observability/log.js';
import { gauge } from '#observability/metrics.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AttemptsStore } from './attempts.store.js';
import { BatchProcessor } from './batch-processor.js';
import type { Subscription } from '../broker/broker.js';
import type { ConsumerState } from './consumer-health.js';
import { DeadLetterReplaysJob } from '../stopped/dead-letter-replays.job.js';
import { DeadLetterStore } from '../stopped/dead-letter.store.js';
import { EventHandlers } from './event-handlers.js';
import { FenceKeeper } from '../partitions/fence-keeper.js';
import { ForgottenKeys } from '../deletion/forgotten-keys.js';
import { HandleAgain } from '../stopped/handle-again.js';
import { InboxStore } from './inbox.store.js';
import type { MessagingConfig, MessagingLimits } from '../messaging.config.js';
import { ParcelReader } from '../events/open-parcel.js';
import type { Outbox } from '../outbox/outbox.js';
import { ParkedChildrenJob } from '../stopped/parked-children.job.js';
import { ParkingStore } from '../stopped/parking.store.js';
import { Setbacks } from '../stopped/setbacks.js';

const SILENT_FOR_TOO_LONG_MS = 90_000;

/** Consumes for one service: its consumer group, its parked children and its replays. */
export class ConsumerRunner {
  /** The consumer group. */
  readonly consumer: string;
  private processor: BatchProcessor | null = null;
  private subscription: Subscription | null = null;
  private parkedChildren: ParkedChildrenJob | null = null;
  private replays: DeadLetterReplaysJob | null = null;
  private endGauge: (() => void) | null = null;

  constructor(
    private readonly config: MessagingConfig,
    private readonly limits: MessagingLimits,
    private readonly outbox: Outbox,
  ) {
    this.consumer = `${config.topicPrefix}${config.service}`;
  }

  /** Throws when the handlers are not exactly those of the events that the service says it consumes. */
  async start(handlersByType: ReadonlyMap<string, readonly MessageHandler[]>): Promise<void> {
    const { config, limits, consumer } = this;
    const heard = new Set(config.consumes.map(({ type }) => type));
    mustMatch(heard, new Set(handlersByType.keys()));
    const unitOfWork = new UnitOfWork(config.dataSource);
    const reader = new ParcelReader([...eventCatalogue, ...config.consumes], heard);
    const forgotten = new ForgottenKeys();
    const handlers = new EventHandlers(handlersByType, consumer, forgotten);
    const inbox = new InboxStore(consumer);
    const attempts = new AttemptsStore(consumer, config.dataSource);
    const parking = new ParkingStore(consumer);
    const letters = new DeadLetterStore(consumer);
    const now = config.now ?? (() => new Date().toISOString());
    const { service, dataSource } = config;
    const setbacks = new Setbacks({
      service,
      consumer,
      reader,
      inbox,
      parking,
      letters,
      forgotten,
      outbox: this.outbox,
      now,
    });
    const again = new HandleAgain({ consumer, unitOfWork, reader, handlers, attempts, forgotten, limits });
    const shared = {
      consumer,
      dataSource,
      unitOfWork,
      reader,
      handlers,
      again,
      inbox,
      attempts,
      parking,
      letters,
      forgotten,
      setbacks,
      limits,
    };
    if (config.active === false || heard.size === 0) return;
    const processor = (this.processor = new BatchProcessor(shared));
    this.parkedChildren = new ParkedChildrenJob(shared);
    this.replays = new DeadLetterReplaysJob(shared);
    this.parkedChildren.start();
    this.replays.start();
    const fences = new FenceKeeper(config.broker, consumer, (batch) => processor.receive(batch));
    this.subscription = await config.broker.subscribe({
      group: consumer,
      topics: [...new Set(config.consumes.map(({ topic }) => `${config.topicPrefix}${topic}`))],
      maxBatch: limits.consumeBatch,
      receive: (batch) => fences.receive(batch),
    });
    this.endGauge = gauge('hub.consumer.lag', () => this.lag());
    log.info('Consuming', { consumer, count: heard.size });
  }

  async stop(): Promise<void> {
    this.endGauge?.();
    await Promise.all([this.subscription?.close(), this.parkedChildren?.stop(), this.replays?.stop()]);
    this.subscription = null;
  }

  /** Something was released or queued: look at once. */
  call(): void {
    this.parkedChildren?.call();
    this.replays?.call();
  }

  state(): ConsumerState {
    const troubles: string[] = [];
    const state = this.subscription?.state();
    if (state && !state.running) troubles.push('DEAD');
    if (state && state.silentMs > SILENT_FOR_TOO_LONG_MS) troubles.push('SILENT');
    if ((this.processor?.longestStepMs() ?? 0) > this.limits.stuckMs) troubles.push('STUCK');
    return { alive: troubles.length === 0, troubles };
  }

  private lag() {
    return (this.subscription?.state().partitions ?? []).map(({ topic, partition, lag }) => ({
      value: lag,
      attributes: { [attributes.messagingDestination]: topic, [attributes.messagingPartition]: String(partition) },
    }));
  }
}

function mustMatch(consumes: ReadonlySet<string>, handled: ReadonlySet<string>): void {
  const unhandled = [...consumes].filter((type) => !handled.has(type));
  const unsaid = [...handled].filter((type) => !consumes.has(type));
  if (unhandled.length > 0) throw new Error(`No handler for consumed events: ${unhandled.join(', ')}`);
  if (unsaid.length > 0)
    throw new Error(`Handlers of events that the service does not say it consumes: ${unsaid.join(', ')}`);
}
