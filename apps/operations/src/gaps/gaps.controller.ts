import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { QueryParams } from '#service/inputs.js';
import { AwaitedStepsStore, type FoundGap } from './awaited-steps.store.js';
import { type LateWork, LateWorkStore } from './late-work.store.js';

const ListSchema = z.object({
  state: z.enum(['open', 'closed']).default('open'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
const GapsSchema = z.object({
  gaps: z.array(
    z.object({
      traceId: z.string(),
      municipality: z.string(),
      step: z.string(),
      letterId: z.string().nullable(),
      since: z.string(),
      dueAt: z.string(),
      detectedAt: z.string(),
      closedAt: z.string().nullable(),
    }),
  ),
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

/** What stands still although nothing failed: chains without their next step, and work that a service does not do. */
@Controller('gaps')
export class GapsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awaited: AwaitedStepsStore,
    private readonly lateWork: LateWorkStore,
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
      gaps: await this.awaited.list(tx, { municipality, ...query }),
      lateWork: await this.lateWork.list(tx, query),
    }));
  }
}
