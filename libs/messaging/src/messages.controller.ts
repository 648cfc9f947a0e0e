import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { ServicePrincipal, StaffPrincipal } from '#security/principal.js';
import { MessageDesk, type ActReport, type DeskClerk, type LetterAct } from './message-desk.js';
import { MessageSelectionSchema } from './message-selection.js';
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
  async summary(@Caller() caller: Operator) {
    return { ...(await this.desk.summary(clerkOf(caller).municipality)), outbox: this.outbox.health() };
  }

  @Get('/parked')
  @Door(FOR_OPERATORS)
  async parked(@Caller() caller: Operator, @Query() query: unknown) {
    const { limit, after } = checked(PageSchema, query, 'query');
    return { parked: await this.desk.parked(clerkOf(caller), limit, after ?? null) };
  }

  @Post('/parked/release')
  @HttpCode(202)
  @Door(FOR_OPERATORS)
  async release(@Caller() caller: Operator, @Body() body: unknown) {
    const { key, reason, actor } = checked(ReleaseSchema, body, 'body');
    if (!(await this.desk.release(clerkOf(caller, actor), key, reason))) throw new RefusalError('NOT_FOUND');
    return { released: 1 };
  }

  @Get('/dead-letters')
  @Door(FOR_OPERATORS)
  async deadLetters(@Caller() caller: Operator, @Query() query: unknown) {
    const { limit, after, state, ...selection } = checked(LettersSchema, query, 'query');
    const filter = { limit, after: after ?? null, state, selection };
    return { deadLetters: await this.desk.deadLetters(clerkOf(caller), filter) };
  }

  @Post('/dead-letters/replay')
  @HttpCode(202)
  @Door(FOR_OPERATORS)
  replay(@Caller() caller: Operator, @Body() body: unknown): Promise<ActReport> {
    return this.act('replay', caller, body);
  }

  @Post('/dead-letters/stop-replay')
  @HttpCode(200)
  @Door(FOR_OPERATORS)
  stopReplay(@Caller() caller: Operator, @Body() body: unknown): Promise<ActReport> {
    return this.act('stop_replay', caller, body);
  }

  @Post('/dead-letters/discard')
  @HttpCode(200)
  @Door(FOR_OPERATORS)
  discard(@Caller() caller: Operator, @Body() body: unknown): Promise<ActReport> {
    return this.act('discard', caller, body);
  }

  @Post('/dead-letters/reopen')
  @HttpCode(200)
  @Door(FOR_OPERATORS)
  reopen(@Caller() caller: Operator, @Body() body: unknown): Promise<ActReport> {
    return this.act('reopen', caller, body);
  }

  @Get('/acts')
  @Door(FOR_OPERATORS)
  async acts(@Caller() caller: Operator, @Query() query: unknown) {
    const { limit, after } = checked(LettersSchema.pick({ limit: true, after: true }), query, 'query');
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
