import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { QueryParams } from '#service/inputs.js';
import { type RefusedEntry, RefusedEntriesStore } from './refused-entries.store.js';

const ListSchema = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
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

/** The list a night shift and a sender work from: what was refused, why and where (S3). */
@Controller('refused-entries')
export class RefusedEntriesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: RefusedEntriesStore,
  ) {}

  @Get()
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({ summary: 'Refused entries, newest first', query: ListSchema, answers: { 200: RefusedEntriesSchema } })
  async list(
    @QueryParams(ListSchema) { limit }: z.infer<typeof ListSchema>,
    @Caller() { municipality }: StaffPrincipal,
  ): Promise<{ entries: RefusedEntry[] }> {
    return { entries: await this.unitOfWork.read((tx) => this.entries.list(tx, municipality, limit)) };
  }
}
