import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { shapeRefusal } from '#contracts/shape-refusal.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { ServicePrincipal, StaffPrincipal } from '#security/principal.js';
import type { DeskClerk } from './act-log.js';
import { MessageDesk, type ActReport, type LetterAct } from './message-desk.js';
import {
  ActsQuerySchema,
  LetterActSchema,
  LetterPathSchema,
  LettersQuerySchema,
  ParkedQuerySchema,
  ReleaseSchema,
  SetAsideSchema,
  SummaryQuerySchema,
  TenantSchema,
  TracesQuerySchema,
} from './messages.requests.js';
import {
  ActReportSchema,
  ActsSchema,
  DeadLetterSchema,
  DeadLettersSchema,
  ParkedSchema,
  ReleasedSchema,
  SetAsideReportSchema,
  StoppedEventsSchema,
  StoppedSummarySchema,
  type SetAsideReport,
} from './messages.view.js';
import { Outbox } from '../outbox/outbox.js';
import { SetAside } from './set-aside.js';
import { StoppedMessages } from './stopped-messages.js';

const FOR_OPERATORS = { who: ['staff', 'service'], roles: ['ops_operator'], services: ['operations'] } as const;

type Operator = StaffPrincipal | ServicePrincipal;

/** Parked children and dead letters of this service, for operators: what waits and why, never its content. */
@Controller('/messages')
export class MessagesController {
  constructor(
    private readonly stoppedMessages: StoppedMessages,
    private readonly desk: MessageDesk,
    private readonly outbox: Outbox,
    private readonly asides: SetAside,
  ) {}

  @Get('/summary')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'How much stands still in this service: parked children, dead letters by state, unsent events',
    query: SummaryQuerySchema,
    answers: { 200: StoppedSummarySchema },
  })
  async summary(@Caller() caller: Operator, @Query() query: unknown) {
    const { municipality, since, id, ...criteria } = checked(SummaryQuerySchema, query, 'query');
    const clerk = seenBy(caller, municipality);
    const selection = { ...criteria, ...(id === undefined ? {} : { ids: [id] }) };
    return {
      ...(await this.stoppedMessages.summary(clerk.municipality, { selection, since })),
      outbox: this.outbox.health(),
    };
  }

  @Get('/stopped')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'The events of some traces that are or were stopped here: parked, waiting behind a parked one, or dead',
    query: TracesQuerySchema,
    answers: { 200: StoppedEventsSchema },
  })
  async stopped(@Caller() caller: Operator, @Query() query: unknown) {
    const { municipality, traceIds } = checked(TracesQuerySchema, query, 'query');
    return { stopped: await this.stoppedMessages.ofTraces(seenBy(caller, municipality), traceIds.split(',')) };
  }

  @Get('/parked')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'Parked children by key: since when, why, and how many events wait behind them',
    query: ParkedQuerySchema,
    answers: { 200: ParkedSchema },
  })
  async parked(@Caller() caller: Operator, @Query() query: unknown) {
    const { municipality, after = null, ...filter } = checked(ParkedQuerySchema, query, 'query');
    return { parked: await this.stoppedMessages.parked(seenBy(caller, municipality), { ...filter, after }) };
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
    const { key, reason, ...on } = checked(ReleaseSchema, body, 'body');
    if (!(await this.desk.release(actingFor(caller, on), key, reason))) throw new RefusalError('NOT_FOUND');
    return { released: 1 };
  }

  @Post('/parked/set-aside')
  @HttpCode(200)
  @Door(FOR_OPERATORS)
  @Describe({
    summary:
      "Lays the event at the head of a parked child's queue among the dead letters, so that the next ones are handled",
    body: SetAsideSchema,
    answers: { 200: SetAsideReportSchema },
  })
  async setAside(@Caller() caller: Operator, @Body() body: unknown): Promise<SetAsideReport> {
    const { actor, municipality, ...plan } = checked(SetAsideSchema, body, 'body');
    return this.asides.run(actingFor(caller, { actor, municipality }), plan);
  }

  @Get('/dead-letters')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'Dead letters in the order of their death: where each lay and why it died, never what it held',
    query: LettersQuerySchema,
    answers: { 200: DeadLettersSchema },
  })
  async deadLetters(@Caller() caller: Operator, @Query() query: unknown) {
    const { municipality, limit, after = null, state, ...selection } = checked(LettersQuerySchema, query, 'query');
    return {
      deadLetters: await this.stoppedMessages.deadLetters(seenBy(caller, municipality), {
        limit,
        after,
        state,
        selection,
      }),
    };
  }

  @Get('/dead-letters/:id')
  @Door(FOR_OPERATORS)
  @Describe({
    summary: 'One dead letter in whatever state: where it lay and why it died, never what it held',
    params: LetterPathSchema,
    query: TenantSchema,
    answers: { 200: DeadLetterSchema },
  })
  async deadLetter(@Caller() caller: Operator, @Param() path: unknown, @Query() query: unknown) {
    const { municipality } = checked(TenantSchema, query, 'query');
    const { id } = checked(LetterPathSchema, path, 'path');
    const letter = await this.stoppedMessages.deadLetter(seenBy(caller, municipality), id);
    if (!letter) throw new RefusalError('NOT_FOUND');
    return letter;
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
    summary: 'Discards dead letters, with a reason; they are kept for 90 days',
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
    query: ActsQuerySchema,
    answers: { 200: ActsSchema },
  })
  async acts(@Caller() caller: Operator, @Query() query: unknown) {
    const { municipality, limit, after = null } = checked(ActsQuerySchema, query, 'query');
    return { acts: await this.desk.acts(seenBy(caller, municipality), limit, after) };
  }

  private act(act: LetterAct, caller: Operator, body: unknown): Promise<ActReport> {
    const { actor, municipality, ...plan } = checked(LetterActSchema, body, 'body');
    return this.desk.act(actingFor(caller, { actor, municipality }), act, plan);
  }
}

type Tenant = z.infer<typeof TenantSchema>['municipality'];

const seenBy = (caller: Operator, municipality: Tenant): DeskClerk => clerkOf(caller, municipality, 'query');

/** As `seenBy`, for an act: the operations service must name the person besides. */
function actingFor(caller: Operator, { actor, municipality }: { actor?: string | undefined; municipality?: Tenant }) {
  if (caller.kind === 'service' && actor === undefined) {
    throw new RefusalError('SHAPE_INVALID', { place: 'body/actor', cure: 'Name the person you act for.' });
  }
  return clerkOf(caller, municipality, 'body', actor);
}

/** Staff see their own municipality and no other; the operations service sees the one that it names. */
function clerkOf(caller: Operator, municipality: Tenant, where: string, actor?: string): DeskClerk {
  if (caller.kind === 'staff') {
    if (municipality !== undefined && municipality !== caller.municipality) throw new RefusalError('WRONG_TENANT');
    return { actor: `staff:${caller.subject} as ${caller.role}`, municipality: caller.municipality };
  }
  if (municipality === undefined) {
    throw new RefusalError('SHAPE_INVALID', { place: `${where}/municipality`, cure: 'Name the municipality.' });
  }
  return { actor: `service:${caller.clientId} for ${actor ?? 'nobody'}`, municipality };
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: 'body' | 'query' | 'path',
): z.output<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (!parsed.success) throw shapeRefusal(schema, parsed.error, where);
  return parsed.data;
}
