import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { screeningRulesSetV1, type ScreeningRulesSetV1 } from '#contracts/events/screening-rules-set.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { AdbbAges } from './adbb-ages.js';
import { AdbbAgesStore } from './adbb-ages.store.js';

/** The ages that a municipality sets hold for what comes in from then on. */
@Controller()
export class RulesSetConsumer {
  constructor(
    private readonly store: AdbbAgesStore,
    private readonly ages: AdbbAges,
  ) {}

  @EventPattern<string>(screeningRulesSetV1.type)
  async set(@Payload() deliveries: Delivery<ScreeningRulesSetV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    for (const { data } of deliveries) await this.store.keep(tx, data);
    tx.afterCommit(() => this.ages.call());
  }
}
