import { attributes } from '#observability/attributes.js';
import { killPoint } from '#observability/kill-point.js';
import type { Tx } from '#persistence/tx.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { AttemptsStore } from './attempts.store.js';
import { classifyError } from './classify-error.js';
import type { EventHandlers } from './event-handlers.js';
import { withinTime } from './handler-timeout.js';
import type { InboxStore } from './inbox.store.js';
import { consumedEvents, consumerBatch } from './messaging-metrics.js';
import type { MessagingLimits } from './messaging.config.js';
import type { OpenedParcel, ReadParcel, UnreadableParcel } from './open-parcel.js';
import type { ParkingStore } from './parking.store.js';
import { PoisonError } from './poison-error.js';
import { ProcessingSpans } from './processing-spans.js';
import type { Setbacks } from './setbacks.js';
import { Slots } from './slots.js';

/** A batch that takes longer no longer keeps others from their turn. */
const SLOW_MS = 500;

type Outcome = 'handled' | 'repeated' | 'queued' | 'dead_lettered';

export interface BatchTransactionOptions {
  consumer: string;
  unitOfWork: UnitOfWork;
  handlers: EventHandlers;
  inbox: InboxStore;
  attempts: AttemptsStore;
  parking: ParkingStore;
  setbacks: Setbacks;
  limits: Pick<MessagingLimits, 'handlerTimeoutMs' | 'concurrentBatches'>;
}

/** Inbox, parked children, dead letters and handlers of some events of a partition: committed together or not at all. */
export class BatchTransaction {
  private readonly slots: Slots;

  constructor(private readonly options: BatchTransactionOptions) {
    this.slots = new Slots(options.limits.concurrentBatches, SLOW_MS);
  }

  /** `counted` is the event whose attempt was counted, if it is alone. Throws what a handler throws. */
  run(read: readonly ReadParcel[], counted?: string): Promise<void> {
    return this.slots.run(() => this.commit(read, counted));
  }

  private async commit(read: readonly ReadParcel[], counted: string | undefined): Promise<void> {
    const { consumer, unitOfWork, limits } = this.options;
    const spans = new ProcessingSpans(consumer);
    const began = performance.now();
    let outcomes: [Outcome, readonly string[]][] = [];
    try {
      killPoint('consumer.before-begin');
      await unitOfWork.run((tx) =>
        withinTime(limits.handlerTimeoutMs, async () => {
          outcomes = await this.handle(tx, read, spans);
          if (counted) await this.options.attempts.settle(tx, counted);
          killPoint('consumer.before-commit');
        }),
      );
      killPoint('consumer.after-commit');
    } catch (error) {
      spans.fail(classifyError(error).code);
      throw error;
    } finally {
      spans.end();
    }
    consumerBatch.record((performance.now() - began) / 1000, { [attributes.consumer]: consumer });
    for (const [outcome, types] of outcomes) count(outcome, types);
  }

  private async handle(
    tx: Tx,
    read: readonly ReadParcel[],
    spans: ProcessingSpans,
  ): Promise<[Outcome, readonly string[]][]> {
    const { handlers, inbox, parking } = this.options;
    const opened = read.filter((one) => one.kind === 'delivery');
    const fresh = await inbox.take(tx, opened);
    const keys = [...new Set(fresh.map(({ delivery }) => delivery.key))];
    const parkedKeys = keys.length > 0 ? await parking.parkedAmong(tx, keys) : new Set<string>();
    const queued = fresh.filter(({ delivery }) => parkedKeys.has(delivery.key));
    const handled = fresh.filter(({ delivery }) => !parkedKeys.has(delivery.key));
    await parking.queue(tx, queued);
    const unreadable = read.filter((one) => one.kind === 'unreadable');
    await this.bury(tx, unreadable);
    killPoint('consumer.after-inbox');
    if (handled.length > 0) {
      const deliveries = handled.map(({ delivery }) => delivery);
      await handlers.handle(deliveries, tx, spans);
    }
    const isFresh = new Set(fresh);
    return [
      ['handled', handled.map(typeOf)],
      ['queued', queued.map(typeOf)],
      ['repeated', opened.filter((one) => !isFresh.has(one)).map(typeOf)],
      ['dead_lettered', unreadable.map(() => 'unreadable')],
    ];
  }

  private async bury(tx: Tx, unreadable: readonly UnreadableParcel[]): Promise<void> {
    for (const { parcel, code, place } of unreadable) {
      const poison = new PoisonError(code, { place });
      await this.options.setbacks.bury(tx, parcel, classifyError(poison), poison, 1);
    }
  }
}

const typeOf = ({ delivery }: OpenedParcel): string => delivery.type;

function count(outcome: Outcome, types: readonly string[]): void {
  const byType = new Map<string, number>();
  for (const type of types) byType.set(type, (byType.get(type) ?? 0) + 1);
  for (const [type, number] of byType) {
    consumedEvents.add(number, { [attributes.eventType]: type, 'hub.outcome': outcome });
  }
}
