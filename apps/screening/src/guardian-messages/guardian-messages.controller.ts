import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { GuardianIdSchema } from '#contracts/ids.js';
import {
  GuardianMessageSchema,
  GuardianMessagesSchema,
  WriteGuardianMessageSchema,
  type GuardianMessage,
  type GuardianMessages,
  type WriteGuardianMessage,
} from '#contracts/questions/guardian-messages.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { ServicePrincipal, StaffPrincipal } from '#security/principal.js';
import { JsonBody, PathParams, QueryParams } from '#service/inputs.js';
import { Repeatable, type RepeatableWrite } from '#service/repeatable-write.js';
import { ReadGuardianMessages } from './read-guardian-messages.js';
import { TakeGuardianMessage } from './take-guardian-message.js';

const ChildPathSchema = z.object({ childId: z.uuid() });
type ChildPath = z.infer<typeof ChildPathSchema>;
const ReaderSchema = z.object({ guardianId: GuardianIdSchema.optional() });

/** What guardians write to the institution. There is no door through which anybody could change or remove it. */
@Controller('children/:childId/guardian-messages')
export class GuardianMessagesController {
  constructor(
    private readonly taking: TakeGuardianMessage,
    private readonly reading: ReadGuardianMessages,
  ) {}

  @Post()
  @HttpCode(201)
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary: "Takes a guardian's own words into the child's record; consent decides whether the guardian may write",
    params: ChildPathSchema,
    body: WriteGuardianMessageSchema,
    answers: { 201: GuardianMessageSchema },
  })
  write(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @JsonBody(WriteGuardianMessageSchema) message: WriteGuardianMessage,
    @Repeatable() write: RepeatableWrite,
  ): Promise<GuardianMessage> {
    return this.taking.take(childId, message, write);
  }

  @Get()
  @Door({ who: ['staff', 'service'], services: ['parent-portal'] })
  @Describe({
    summary: "Newest first: all for staff of the child's unit, a guardian's own for the parent portal",
    params: ChildPathSchema,
    query: ReaderSchema,
    answers: { 200: GuardianMessagesSchema },
  })
  async read(
    @Caller() caller: StaffPrincipal | ServicePrincipal,
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @QueryParams(ReaderSchema) { guardianId }: z.infer<typeof ReaderSchema>,
  ): Promise<GuardianMessages> {
    if (caller.kind === 'staff') return this.reading.forStaff(caller, childId);
    if (!guardianId) throw new RefusalError('SHAPE_INVALID', { place: 'query/guardianId' });
    return this.reading.forGuardian(childId, guardianId);
  }
}
