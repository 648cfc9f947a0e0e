import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { childDeletedV1, type ChildDeletedV1 } from '#contracts/events/child-deleted.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { forgottenTraces } from '#messaging/deletion/forgotten-traces.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { Clock } from '#service/clock.js';
import type { Letter } from '../letters/letter.js';
import { letterRequested } from '../letters/letter-events.js';
import { DeletedChild } from './deleted-child.store.js';

const WAITING: ReadonlySet<Letter['state']> = new Set(['requested', 'submitting', 'unknown']);

/** A child that is deleted leaves with its letters and replies; a letter that goes out for another child too stays that one's. */
@Controller()
export class ChildDeletedConsumer {
  constructor(
    private readonly deleted: DeletedChild,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  @EventPattern<string>(childDeletedV1.type)
  async handle(@Payload() deliveries: Delivery<ChildDeletedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    for (const { data } of deliveries) {
      const now = this.clock.now();
      const { traceIds, moved } = await this.deleted.remove(tx, data.childId);
      // As after any change of a letter's reason, the other child hears of it from its beginning.
      const waiting = moved.filter(({ state }) => WAITING.has(state));
      await this.outbox.append(tx, [
        ...waiting.map((letter) => letterRequested(letter, now)),
        ...forgottenTraces(traceIds, data.municipality, now.toString()),
      ]);
    }
  }
}
