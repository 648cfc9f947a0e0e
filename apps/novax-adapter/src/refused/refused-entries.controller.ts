import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { InstantSchema } from '#contracts/values.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { JournalSystemPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { QueryParams } from '#service/inputs.js';
import { SendersStore } from '../senders/senders.store.js';
import { cureOf } from './cure-of.js';
import { RefusedEntriesStore } from './refused-entries.store.js';

const QuerySchema = z.object({
  code: z.string().max(64).optional(),
  /** Of how many days, today included, refusals are counted. */
  days: z.coerce.number().int().min(1).max(90).default(30),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** Receipt of the last entry of the page before. */
  after: z.uuid().optional(),
});
type Query = z.infer<typeof QuerySchema>;

const RefusedEntriesSchema = z.object({
  entries: z.array(
    z.object({
      receiptId: z.uuid(),
      format: z.string(),
      recordId: z.string().nullable(),
      code: z.string(),
      place: z.string().nullable(),
      cure: z.string(),
      refusedAt: InstantSchema,
      traceId: z.string().nullable(),
    }),
  ),
  /** How often for each code on each Danish day; days without a refusal are left out. */
  perDay: z.array(z.object({ code: z.string(), day: z.iso.date(), count: z.int() })),
});

/** What a journal system was refused for: its own list, from which it mends what it sends. */
@Controller('refused-entries')
export class RefusedEntriesController {
  constructor(
    private readonly senders: SendersStore,
    private readonly refused: RefusedEntriesStore,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Door({ who: ['journal_system'], scopes: ['journal.write'] })
  @Describe({
    summary: 'Your own refused entries, newest first, with code, place and cure, and how many there were each day',
    query: QuerySchema,
    answers: { 200: RefusedEntriesSchema },
  })
  async list(
    @Caller() caller: JournalSystemPrincipal,
    @QueryParams(QuerySchema) { days, ...page }: Query,
  ): Promise<z.input<typeof RefusedEntriesSchema>> {
    const sender = await this.senders.get(caller);
    const today = this.clock.now().toZonedDateTimeISO('Europe/Copenhagen').startOfDay();
    const [entries, perDay] = await Promise.all([
      this.refused.list(sender, page),
      this.refused.count(
        sender,
        today
          .subtract({ days: days - 1 })
          .toInstant()
          .toString(),
      ),
    ]);
    return {
      entries: entries.map(({ refusedAt, ...entry }) => ({
        ...entry,
        cure: cureOf(entry.code),
        refusedAt: refusedAt.toISOString(),
      })),
      perDay,
    };
  }
}
