import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { QueryParams } from '#service/inputs.js';
import { ReadRefused, type RefusedOverview } from './read-refused.js';
import { type RefusedEntry, RefusedEntriesStore } from './refused-entries.store.js';

const ListSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  sourceSystem: z.string().max(64).optional(),
  code: z.string().max(64).optional(),
  /** Receipt of the last entry of the page before. */
  after: z.uuid().optional(),
});
const RefusedEntriesSchema = z.object({
  entries: z.array(
    z.object({
      receiptId: z.uuid(),
      traceId: z.string().nullable(),
      municipality: z.string(),
      sourceSystem: z.string(),
      recordId: z.string().nullable(),
      code: z.string(),
      place: z.string().nullable(),
      format: z.string(),
      refusedAt: z.string(),
    }),
  ),
});
const OverviewQuerySchema = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(30) });
const OverviewSchema = z.object({
  days: z.array(z.iso.date()),
  senders: z.array(
    z.object({
      sourceSystem: z.string(),
      count: z.int(),
      kinds: z.array(
        z.object({
          code: z.string(),
          title: z.string(),
          cure: z.string(),
          place: z.string().nullable(),
          count: z.int(),
          lastAt: z.string(),
          perDay: z.array(z.int()),
        }),
      ),
    }),
  ),
});

/** The list a night shift and a sender work from: what was refused, why and where (S3). */
@Controller('refused-entries')
export class RefusedEntriesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: RefusedEntriesStore,
    private readonly readRefused: ReadRefused,
  ) {}

  @Get()
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({ summary: 'Refused entries, newest first', query: ListSchema, answers: { 200: RefusedEntriesSchema } })
  async list(
    @QueryParams(ListSchema) filter: z.infer<typeof ListSchema>,
    @Caller() { municipality }: StaffPrincipal,
  ): Promise<{ entries: RefusedEntry[] }> {
    return { entries: await this.unitOfWork.read((tx) => this.entries.list(tx, { ...filter, municipality })) };
  }

  @Get('by-sender')
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({
    summary: 'What each sender was refused for in the last days: code, place, cure, count, and a number for each day',
    query: OverviewQuerySchema,
    answers: { 200: OverviewSchema },
  })
  async bySender(
    @QueryParams(OverviewQuerySchema) { days }: z.infer<typeof OverviewQuerySchema>,
    @Caller() { municipality }: StaffPrincipal,
  ): Promise<RefusedOverview> {
    return this.readRefused.overview(municipality, days);
  }
}
