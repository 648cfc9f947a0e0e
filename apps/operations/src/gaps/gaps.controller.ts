import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { JsonBody, QueryParams } from '#service/inputs.js';
import { reasonFault } from '../pages/reason.rules.js';
import { AwaitedStepsStore } from './awaited-steps.store.js';
import { CloseGaps } from './close-gaps.js';
import type { FoundGap } from './gap.js';
import { GapChoiceSchema } from './gap-choice.js';
import { gapCloseCodes } from './gap-close-codes.js';
import { GapSchema } from './gap.schema.js';
import { type LateWork, LateWorkStore } from './late-work.store.js';

const ListSchema = z.strictObject({
  state: z.enum(['open', 'closed']).default('open'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
const GapsSchema = z.object({
  gaps: z.array(GapSchema.extend({ traceId: z.string(), municipality: z.string() })),
  lateWork: z.array(
    z.object({
      service: z.string(),
      kind: z.string(),
      waiting: z.int(),
      since: z.string(),
      detectedAt: z.string(),
      closedAt: z.string().nullable(),
    }),
  ),
});

const ReasonSchema = z
  .string()
  .trim()
  .refine((reason) => reasonFault(reason) === null);
const CloseSchema = GapChoiceSchema.extend({ code: z.enum(gapCloseCodes), reason: ReasonSchema });
type Close = z.infer<typeof CloseSchema>;
const ReopenSchema = GapChoiceSchema.extend({ reason: ReasonSchema });
type Reopen = z.infer<typeof ReopenSchema>;
const ClosedSchema = z.object({ closed: z.int() });
const ReopenedSchema = z.object({ reopened: z.int() });

/** What stands still although nothing failed: chains without their next step, and work that a service does not do. */
@Controller('gaps')
export class GapsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awaited: AwaitedStepsStore,
    private readonly lateWork: LateWorkStore,
    private readonly closeGaps: CloseGaps,
  ) {}

  @Get()
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({
    summary: 'Chains that stopped before a step, and late work of the services, latest first: open, or closed since',
    query: ListSchema,
    answers: { 200: GapsSchema },
  })
  async list(
    @QueryParams(ListSchema) query: z.infer<typeof ListSchema>,
    @Caller() { municipality }: StaffPrincipal,
  ): Promise<{ gaps: FoundGap[]; lateWork: LateWork[] }> {
    return this.unitOfWork.read(async (tx) => ({
      gaps: await this.awaited.list(tx, municipality, query),
      lateWork: await this.lateWork.list(tx, query),
    }));
  }

  @Post('close')
  @HttpCode(200)
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({
    summary:
      'Closes gaps whose step will never come, with a code and a reason; a step that comes later is shown as late',
    body: CloseSchema,
    answers: { 200: ClosedSchema },
  })
  async close(@JsonBody(CloseSchema) { code, reason, ...gap }: Close, @Caller() operator: StaffPrincipal) {
    return { closed: await this.closeGaps.close(operator, gap, { code, reason }) };
  }

  @Post('reopen')
  @HttpCode(200)
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({
    summary: 'Takes the closing of gaps back, with a reason, while their step has not come',
    body: ReopenSchema,
    answers: { 200: ReopenedSchema },
  })
  async reopen(@JsonBody(ReopenSchema) { reason, ...gap }: Reopen, @Caller() operator: StaffPrincipal) {
    return { reopened: await this.closeGaps.reopen(operator, gap, reason) };
  }
}
