import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { JsonBody, PathParams } from '#service/inputs.js';
import { isoInstant } from '../record/occasion.js';
import { RebuildRecords } from './rebuild-records.js';
import type { RebuildRow } from './rebuild.row.js';

/** `childId` absent: all children of the caller's municipality. `wait: false`: answered at once, to be followed at `GET /rebuilds/:rebuildId`. */
const OrderSchema = z.strictObject({ childId: z.uuid().optional(), wait: z.boolean().default(true) });
const PathSchema = z.object({ rebuildId: z.uuid() });
const RebuildSchema = z.object({
  rebuildId: z.uuid(),
  childId: z.uuid().nullable(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  total: z.int(),
  children: z.int(),
  facts: z.int(),
  /** Views that had been thrown away, so that there was nothing to compare with. */
  missing: z.int(),
  /** Views that were kept as they stood, because facts of them are missing; each is named in `differences` with the place `/`. */
  kept: z.int(),
  /** True when every view that stood there is the same as the rebuilt one, field by field. */
  identical: z.boolean(),
  /** Where views differed, as JSON pointers; never values. */
  differences: z.array(z.object({ childId: z.uuid(), place: z.string() })),
});
type Rebuild = z.infer<typeof RebuildSchema>;

const operatorsOnly = { who: ['staff'], roles: ['ops_operator'] } as const;

/** Operations throw record views away and have them folded again; what the records hold is not shown to them. */
@Controller('rebuilds')
export class RebuildsController {
  constructor(private readonly rebuilds: RebuildRecords) {}

  @Post()
  @HttpCode(200)
  @Door(operatorsOnly)
  @Describe({
    summary: "Rebuilds the record view of one child, or of all in the caller's municipality, from the kept facts",
    body: OrderSchema,
    answers: { 200: RebuildSchema },
  })
  async rebuild(
    @Caller() caller: StaffPrincipal,
    @JsonBody(OrderSchema) { childId, wait }: z.infer<typeof OrderSchema>,
  ): Promise<Rebuild> {
    const begun = await this.rebuilds.begin(childId ?? null, caller);
    if (wait) return view(await this.rebuilds.run(begun));
    this.rebuilds.start(begun);
    return view(begun);
  }

  @Get(':rebuildId')
  @Door(operatorsOnly)
  @Describe({ summary: 'How far a rebuild is', params: PathSchema, answers: { 200: RebuildSchema } })
  async one(
    @Caller() { municipality }: StaffPrincipal,
    @PathParams(PathSchema) { rebuildId }: z.infer<typeof PathSchema>,
  ): Promise<Rebuild> {
    const row = await this.rebuilds.find(rebuildId, municipality);
    if (!row) throw new RefusalError('NOT_FOUND');
    return view(row);
  }
}

function view({ rebuildId, childId, startedAt, finishedAt, progress }: RebuildRow): Rebuild {
  const { total, children, facts, missing, kept = 0, differences } = progress;
  return {
    rebuildId,
    childId,
    startedAt: isoInstant(startedAt),
    finishedAt: finishedAt && isoInstant(finishedAt),
    total,
    children,
    facts,
    missing,
    kept,
    identical: differences.length === 0,
    differences,
  };
}
