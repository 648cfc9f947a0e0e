import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { z } from 'zod';
import {
  GuardianMessageSchema,
  GuardianMessagesSchema,
  WriteGuardianMessageSchema,
  type GuardianMessage,
  type GuardianMessages,
} from '#contracts/questions/guardian-messages.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { JsonBody, PathParams } from '#service/inputs.js';
import { Repeatable, type RepeatableWrite } from '#service/repeatable-write.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { hiddenAsUnknown } from '../login/hidden-as-unknown.js';
import { keyFor } from '../login/key-for.js';
import { GuardianMessagesClient } from './guardian-messages.client.js';

const MessageSchema = WriteGuardianMessageSchema.omit({ guardianId: true });

/** What I have written to the institution about my child. Screening asks consent whether I may. */
@Controller('children/:childId/messages')
export class GuardianMessagesController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly messages: GuardianMessagesClient,
  ) {}

  @Get()
  @Door({ who: ['guardian'] })
  @Describe({
    summary: "The guardian's own messages about the child, newest first.",
    params: ChildPathSchema,
    answers: { 200: GuardianMessagesSchema },
  })
  async list(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @Caller() caller: GuardianPrincipal,
  ): Promise<GuardianMessages> {
    const { guardianId } = await this.currentGuardian.of(caller, async () => childId, {
      documentKind: 'guardian_message',
    });
    return hiddenAsUnknown(() => this.messages.of(childId, guardianId));
  }

  @Post()
  @HttpCode(201)
  @Door({ who: ['guardian'] })
  @Describe({
    summary: "Writes to the institution; the words become part of the child's record and are changed by nobody.",
    params: ChildPathSchema,
    body: MessageSchema,
    answers: { 201: GuardianMessageSchema },
  })
  async write(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @JsonBody(MessageSchema) { text }: z.infer<typeof MessageSchema>,
    @Repeatable() write: RepeatableWrite,
    @Caller() caller: GuardianPrincipal,
  ): Promise<GuardianMessage> {
    const { guardianId } = await this.currentGuardian.of(caller, async () => childId, {
      documentKind: 'guardian_message',
      action: 'write',
    });
    return hiddenAsUnknown(() => this.messages.write(childId, { guardianId, text }, keyFor(write)));
  }
}
