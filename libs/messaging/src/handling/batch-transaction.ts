import { attributes } from '#observability/attributes.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import { SharedFlush } from '#persistence/shared-flush.js';
import { Turns } from '#persistence/turns.js';
import type { UnitOfWork } from '#persistence/unit-of-work.js';
import { isDeletion } from '../deletion/is-deletion.js';
import type { ForgottenKeys } from '../deletion/forgotten-keys.js';
import type { AttemptsStore } from './attempts.store.js';
import { classifyError } from './classify-error.js';
import type { EventHandlers } from './event-handlers.js';
import { freshCauses } from '../outbox/fresh-causes.js';
import { withinTime } from './handler-timeout.js';
import type { InboxStore } from './inbox.store.js';
import { consumedEvents, consumerBatch } from '../messaging-metrics.js';
import type { MessagingLimits } from '../messaging.config.js';
import type { OpenedParcel, ReadParcel, UnreadableParcel } from '../events/open-parcel.js';
import type { ParkingStore } from '../stopped/parking.store.js';
import { PoisonError } from './poison-error.js';
import { ProcessingSpans } from './processing-spans.js';
import type { Setbacks } from '../stopped/setbacks.js';

/** A transaction that takes longer no longer keeps others from their turn. */
const SLOW_MS = 500;
/** Partitions that share a transaction give it up after this long, so that one that hangs is soon on its own. */
const SHARED_TIMEOUT_MS = 5000;

type Outcome = 'handled' | 'repeated' | 'queued' | 'forgotten' | 'dead_lettered';

export interface BatchTransactionOptions {
  consumer: string;
  unitOfWork: UnitOfWork;
  handlers: EventHandlers;
  inbox: InboxStore;
  attempts: AttemptsStore;
  parking: ParkingStore;
  forgotten: ForgottenKeys;
  setbacks: Setbacks;
  limits: Pick<MessagingLimits, 'handlerTimeoutMs' | 'consumeBatch' | 'concurrentBatches' | 'mostTransactions'>;
}

/**
 * Inbox, parked children, dead letters and handlers of some events: committed together or not at all. Batches of several partitions that
 * wait at the same time share a transaction, so that under load it costs each event little.
 */
export class BatchTransaction {
  private readonly shared: SharedFlush<readonly ReadParcel[], void>;
  private readonly turns: Turns;

  constructor(private readonly options: BatchTransactionOptions) {
    this.turns = new Turns(options.limits.mostTransactions);
    const { consumeBatch, concurrentBatches } = options.limits;
    const limits = { batch: consumeBatch, together: concurrentBatches, patienceMs: SLOW_MS };
    this.shared = new SharedFlush(
      limits,
      (batches) => this.commitTogether(batches),
      (batch) => batch.length,
    );
  }

  /** Handles the batch of a partition, with those of others that wait. Throws what a handler throws for this batch. */
  run(batch: readonly ReadParcel[]): Promise<void> {
    return this.shared.add(batch);
  }

  /** Handles one event whose attempt was counted. Throws what its handler throws. */
  runCounted(read: ReadParcel, eventId: string): Promise<void> {
    return this.commit([read], this.options.limits.handlerTimeoutMs, eventId);
  }

  /** A batch that fails must not take its neighbours with it: they are then committed each alone. */
  private async commitTogether(
    batches: readonly (readonly ReadParcel[])[],
  ): Promise<readonly PromiseSettledResult<void>[]> {
    const { handlerTimeoutMs } = this.options.limits;
    if (batches.length > 1) {
      try {
        await this.commit(batches.flat(), Math.min(SHARED_TIMEOUT_MS, handlerTimeoutMs));
        return batches.map(() => ({ status: 'fulfilled', value: undefined }));
      } catch (error) {
        const { code } = classifyError(error);
        log.warn('Partitions that shared a transaction are handled each alone', { count: batches.length, code }, error);
      }
    }
    return Promise.allSettled(batches.map((batch) => this.commit(batch, handlerTimeoutMs)));
  }

  private commit(read: readonly ReadParcel[], timeoutMs: number, counted?: string): Promise<void> {
    return this.turns.run(() => this.commitNow(read, timeoutMs, counted));
  }

  private async commitNow(read: readonly ReadParcel[], timeoutMs: number, counted?: string): Promise<void> {
    const { consumer, unitOfWork } = this.options;
    const spans = new ProcessingSpans(consumer);
    const began = performance.now();
    let outcomes: [Outcome, readonly string[]][] = [];
    try {
      killPoint('consumer.before-begin');
      await unitOfWork.run((tx) =>
        withinTime(timeoutMs, async () => {
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
    const { handlers, inbox, parking, forgotten } = this.options;
    const opened = read.filter((one) => one.kind === 'delivery');
    const deletes = opened.some(({ delivery }) => isDeletion(delivery));
    // A deletion waits for whoever has something about children in hand, and they for it.
    if (deletes) await forgotten.holdAlone(tx);
    const keys = [...new Set(opened.map(({ delivery }) => delivery.key))];
    const { fresh, answer: states } = await inbox.takeAndAsk(tx, opened, () => parking.statesOf(tx, keys));
    const deleted = new Set(fresh.filter(({ delivery }) => isDeletion(delivery)).map(({ delivery }) => delivery.key));
    const passed = fresh.filter(({ delivery }) => {
      if (isDeletion(delivery)) return false;
      return deleted.has(delivery.key) || states.get(delivery.key) === 'forgotten';
    });
    const isPassed = new Set(passed);
    const queued = fresh.filter(
      (one) => states.get(one.delivery.key) === 'parked' && !isDeletion(one.delivery) && !isPassed.has(one),
    );
    const isQueued = new Set(queued);
    const handled = fresh.filter((one) => !isPassed.has(one) && !isQueued.has(one));
    await parking.queue(tx, queued);
    const unreadable = read.filter((one) => one.kind === 'unreadable');
    await this.bury(tx, unreadable);
    killPoint('consumer.after-inbox');
    if (handled.length > 0) {
      freshCauses.note(tx, handled);
      const deliveries = handled.map(({ delivery }) => delivery);
      await handlers.handle(deliveries, tx, spans);
    }
    const isFresh = new Set(fresh);
    return [
      ['handled', handled.map(typeOf)],
      ['queued', queued.map(typeOf)],
      ['forgotten', passed.map(typeOf)],
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
