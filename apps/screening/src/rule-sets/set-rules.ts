import { Injectable } from '@nestjs/common';
import { screeningRulesSetV1 } from '#contracts/events/screening-rules-set.js';
import { MunicipalitySchema } from '#contracts/ids.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { killPoint } from '#observability/kill-point.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { isoInstant } from '../record/occasion.js';
import type { RuleSetContent } from './rule-set.js';
import { RuleSetStore, type DatedRuleSet } from './rule-set.store.js';

/** Sets the next version of a municipality's rules, and tells those who judge by them where reports come in. */
@Injectable()
export class SetRules {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ruleSets: RuleSetStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Refuses STATE_CONFLICT when somebody else has set a version in the same moment. */
  async set(
    { municipality, subject }: Pick<StaffPrincipal, 'municipality' | 'subject'>,
    content: RuleSetContent,
  ): Promise<DatedRuleSet> {
    const setAt = isoInstant(this.clock.now());
    const set = await this.unitOfWork.run(async (tx) => {
      const inForce = (await this.ruleSets.inForce(tx, [municipality], setAt)).get(municipality)!;
      const next = { version: inForce.version + 1, content, setAt, setBy: subject };
      if (!(await this.ruleSets.insert(tx, municipality, next))) throw new RefusalError('STATE_CONFLICT');
      const { version } = next;
      const { minAgeDays, maxAgeMonths } = content;
      await this.outbox.append(tx, [
        {
          contract: screeningRulesSetV1,
          key: municipality,
          municipality,
          time: setAt,
          data: { municipality: MunicipalitySchema.parse(municipality), version, minAgeDays, maxAgeMonths },
          traceparent: activeTraceparent(),
        },
      ]);
      killPoint('screening.rule-set.before-commit');
      return { ...content, name: municipality, version, setAt, setBy: subject };
    });
    killPoint('screening.rule-set.after-commit');
    return set;
  }
}
