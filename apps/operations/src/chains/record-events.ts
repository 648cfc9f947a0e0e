import { Injectable } from '@nestjs/common';
import type { Delivery } from '#messaging/events/delivery.js';
import { traceIdOf } from '#observability/traceparent.js';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import { awaitedSteps } from '../gaps/awaited-steps.rules.js';
import { AwaitedStepsStore } from '../gaps/awaited-steps.store.js';
import { StoppedMessagesStore } from '../messages/stopped-messages.store.js';
import { RefusedEntriesStore } from '../refused/refused-entries.store.js';
import { ChainsStore } from './chains.store.js';
import { chainStartOf, chainStepOf } from './chain-step.rules.js';
import { measureSteps } from './measure-steps.js';

/** Takes what operations may know out of each event, whatever service it came from. */
@Injectable()
export class RecordEvents {
  constructor(
    private readonly chains: ChainsStore,
    private readonly awaited: AwaitedStepsStore,
    private readonly refused: RefusedEntriesStore,
    private readonly stopped: StoppedMessagesStore,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, deliveries: readonly Delivery<unknown>[]): Promise<void> {
    const starts = deliveries.flatMap((delivery) => {
      const start = chainStartOf(delivery);
      return start ? [{ ...start, startedAt: delivery.time }] : [];
    });
    const steps = deliveries.flatMap((delivery) => chainStepOf(delivery) ?? []);
    this.chains.startAll(tx, starts);
    this.chains.appendAll(tx, steps);
    tx.afterCommit(() => measureSteps(steps, this.clock.now()));
    this.recordAwaited(tx, deliveries);
    await this.refused.addAll(tx, deliveries.filter(ofType('journal.entry.rejected.v1')).map(refusedEntryOf));
    await this.stopped.addAll(tx, deliveries.filter(ofType('message.parked.v1')).map(stoppedMessageOf('parked')));
    await this.stopped.addAll(
      tx,
      deliveries.filter(ofType('message.dead_lettered.v1')).map(stoppedMessageOf('dead_lettered')),
    );
    await this.forget(tx, [...new Set(steps.map(({ traceId }) => traceId))]);
  }

  /** Chains of deleted children: nothing more is due in them, and they name nothing that leads to the child. */
  private async forget(tx: Tx, traceIds: readonly string[]): Promise<void> {
    const forgotten = await this.chains.forgottenAmong(tx, traceIds);
    await this.awaited.forget(tx, forgotten);
    await this.chains.forget(tx, forgotten);
    await this.refused.forget(tx, forgotten);
  }

  private recordAwaited(tx: Tx, deliveries: readonly Delivery<unknown>[]): void {
    const { awaited, ended } = awaitedSteps(deliveries, this.clock.now());
    this.awaited.expect(tx, awaited);
    this.awaited.end(tx, ended);
  }
}

const ofType =
  (type: string) =>
  (delivery: Delivery<unknown>): boolean =>
    delivery.type === type;

const refusedEntryOf = (delivery: Delivery<unknown>) => {
  const data = delivery.data as {
    receiptId: string;
    sourceSystem: string;
    recordId: string | null;
    code: string;
    place: string | null;
    format: string;
  };
  return {
    receiptId: data.receiptId,
    traceId: traceIdOf(delivery.traceparent),
    municipality: delivery.municipality,
    sourceSystem: data.sourceSystem,
    recordId: data.recordId,
    code: data.code,
    place: data.place,
    format: data.format,
    refusedAt: delivery.time,
  };
};

const stoppedMessageOf = (kind: 'parked' | 'dead_lettered') => (delivery: Delivery<unknown>) => {
  const data = delivery.data as {
    eventId: string;
    consumer: string;
    service: string;
    eventType: string;
    errorClass: string;
    code: string;
    attempts: number;
  };
  const { municipality, time: seenAt } = delivery;
  return { ...data, kind, municipality, traceId: traceIdOf(delivery.traceparent), seenAt };
};
