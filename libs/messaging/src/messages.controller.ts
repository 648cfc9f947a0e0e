import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { ServicePrincipal, StaffPrincipal } from '#security/principal.js';
import { MessageDesk, type ActReport, type DeskClerk, type LetterAct } from './message-desk.js';
import { MessageSelectionSchema } from './message-selection.js';
import {
  ActReportSchema,
  ActsSchema,
  DeadLettersSchema,
  ParkedSchema,
  ReleasedSchema,
  StoppedSummarySchema,
} from './messages.view.js';
import { Outbox } from './outbox.js';

const FOR_OPERATORS = { who: ['staff', 'service'], roles: ['ops_operator'], services: ['operations'] } as const;

const PageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.string().max(128).optional(),
});
const LettersSchema = PageSchema.extend({
  after: z.string().regex(/^\d+$/).optional(),
  state: z.enum(['open', 'queued', 'replayed', 'discarded']).default('open'),
  key: z.string().max(128).optional(),
  type: z.string().max(128).optional(),
  code: z.string().max(64).optional(),
});
const ActsPageSchema = LettersSchema.pick({ limit: true, after: true });
/** `actor`: on whose behalf the operations service acts. */
const ReasonSchema = z.object({ reason: z.string().trim().min(1).max(500), actor: z.string().max(128).optional() });
const ReleaseSchema = ReasonSchema.extend({ key: z.string().min(1).max(128) });
const LetterActSchema = ReasonSchema.extend({ selection: MessageSelectionSchema, dryRun: z.boolean().default(false) });

type Operator = StaffPrincipal | ServicePrincipal;

/** Parked children and dead letters of this service, for operators: what waits and why, never its content. */
@Controller('/messages')
export class MessagesController {
  constructor(
    private readonly desk: MessageDesk,
    private readonly outbox: Outbox,
  ) {}

  @Get('/summary')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'How much stands still in this service: parked children, dead letters by state, unsent events',
    answers: { 200: StoppedSummarySchema },
  })
  async summary(@Caller() caller: Operator) {
    return { ...(await this.desk.summary(clerkOf(caller).municipality)), outbox: this.outbox.health() };
  }

  @Get('/parked')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'Parked children by key: since when, why, and how many events wait behind them',
    query: PageSchema,
    answers: { 200: ParkedSchema },
  })
  async parked(@Caller() caller: Operator, @Query() query: unknown) {
    const { limit, after } = checked(PageSchema, query, 'query');
    return { parked: await this.desk.parked(clerkOf(caller), limit, after ?? null) };
  }

  @Post('/parked/release')
  @HttpCode(202)
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'Lets a parked child be tried now; the act is written down with its reason',
    body: ReleaseSchema,
    answers: { 202: ReleasedSchema },
  })
  async release(@Caller() caller: Operator, @Body() body: unknown) {
    const { key, reason, actor } = checked(ReleaseSchema, body, 'body');
    if (!(await this.desk.release(clerkOf(caller, actor), key, reason))) throw new RefusalError('NOT_FOUND');
    return { released: 1 };
  }

  @Get('/dead-letters')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'Dead letters in the order of their death: where each lay and why it died, never what it held',
    query: LettersSchema,
    answers: { 200: DeadLettersSchema },
  })
  async deadLetters(@Caller() caller: Operator, @Query() query: unknown) {
    const { limit, after, state, ...selection } = checked(LettersSchema, query, 'query');
    const filter = { limit, after: after ?? null, state, selection };
    return { deadLetters: await this.desk.deadLetters(clerkOf(caller), filter) };
  }

  @Post('/dead-letters/replay')
  @HttpCode(202)
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'Queues dead letters to be handled again, in order; a dry run tells what it would do',
    body: LetterActSchema,
    answers: { 202: ActReportSchema },
  })
  replay(@Caller() caller: Operator, @Body() body: unknown): Promise<ActReport> {
    return this.act('replay', caller, body);
  }

  @Post('/dead-letters/stop-replay')
  @HttpCode(200)
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'Takes dead letters that still wait for their replay out of the queue',
    body: LetterActSchema,
    answers: { 200: ActReportSchema },
  })
  stopReplay(@Caller() caller: Operator, @Body() body: unknown): Promise<ActReport> {
    return this.act('stop_replay', caller, body);
  }

  @Post('/dead-letters/discard')
  @HttpCode(200)
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'Discards dead letters, with a reason; nothing is deleted',
    body: LetterActSchema,
    answers: { 200: ActReportSchema },
  })
  discard(@Caller() caller: Operator, @Body() body: unknown): Promise<ActReport> {
    return this.act('discard', caller, body);
  }

  @Post('/dead-letters/reopen')
  @HttpCode(200)
  @Door(FOR_OPERATORS)
  @Describe({ summary: 'Takes a discard back', body: LetterActSchema, answers: { 200: ActReportSchema } })
  reopen(@Caller() caller: Operator, @Body() body: unknown): Promise<ActReport> {
    return this.act('reopen', caller, body);
  }

  @Get('/acts')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: "What operators did to this service's messages in the caller's municipality, latest first",
    query: ActsPageSchema,
    answers: { 200: ActsSchema },
  })
  async acts(@Caller() caller: Operator, @Query() query: unknown) {
    const { limit, after } = checked(ActsPageSchema, query, 'query');
    return { acts: await this.desk.acts(clerkOf(caller), limit, after ?? null) };
  }

  private act(act: LetterAct, caller: Operator, body: unknown): Promise<ActReport> {
    const { actor, ...plan } = checked(LetterActSchema, body, 'body');
    return this.desk.act(clerkOf(caller, actor), act, plan);
  }
}

/** Staff see their own municipality; the operations service sees all and names the person it acts for. */
function clerkOf(caller: Operator, actor?: string): DeskClerk {
  if (caller.kind === 'staff') return { actor: `staff:${caller.subject}`, municipality: caller.municipality };
  return { actor: `service:${caller.clientId} for ${actor ?? 'nobody'}`, municipality: null };
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new RefusalError('SHAPE_INVALID', { place: [where, ...issue.path.map(String)].join('/') });
}
