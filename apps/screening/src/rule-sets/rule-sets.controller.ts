import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { Describe } from '#security/describe.js';
import { JsonBody } from '#service/inputs.js';
import { isoInstant } from '../record/occasion.js';
import { RuleSetContentSchema, type RuleSetContent } from './rule-set.js';
import { RuleSetStore, type DatedRuleSet } from './rule-set.store.js';
import { SetRules } from './set-rules.js';

const RuleSetViewSchema = RuleSetContentSchema.safeExtend({
  name: z.string(),
  version: z.int().min(1),
  setAt: z.string(),
  /** Null for the rules that came with the hub. */
  setBy: z.string().nullable(),
});
const RuleSetListSchema = z.object({ ruleSets: z.array(RuleSetViewSchema) });

/** A municipality's own rules. A new version holds for results taken in from then on; no earlier result is judged again. */
@Controller('rule-sets')
export class RuleSetsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ruleSets: RuleSetStore,
    private readonly setRules: SetRules,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Door({
    who: ['staff'],
    roles: ['municipal_administrator', 'area_leader', 'institution_leader', 'health_visitor', 'ops_operator'],
  })
  @Describe({ summary: "Every version of the municipality's rules, newest first", answers: { 200: RuleSetListSchema } })
  async list(@Caller() { municipality }: StaffPrincipal): Promise<{ ruleSets: DatedRuleSet[] }> {
    const at = isoInstant(this.clock.now());
    const ruleSets = await this.unitOfWork.run(async (tx) => {
      await this.ruleSets.inForce(tx, [municipality], at);
      return this.ruleSets.all(tx, municipality);
    });
    return { ruleSets };
  }

  @Post()
  @HttpCode(201)
  @Door({ who: ['staff'], roles: ['municipal_administrator'] })
  @Describe({
    summary: 'Sets the next version of the rules',
    body: RuleSetContentSchema,
    answers: { 201: RuleSetViewSchema },
  })
  set(
    @Caller() caller: StaffPrincipal,
    @JsonBody(RuleSetContentSchema) content: RuleSetContent,
  ): Promise<DatedRuleSet> {
    return this.setRules.set(caller, content);
  }
}
