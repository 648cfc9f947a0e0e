import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { InformationRequestIdSchema } from '#contracts/ids.js';
import {
  AnswerInformationRequestSchema,
  InformationRequestTakenSchema,
  InformationRequestsSchema,
  RequestInformationSchema,
  type AnswerInformationRequest,
  type InformationRequests,
  type RequestInformation as Wanted,
} from '#contracts/questions/information-requests.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { JsonBody, PathParams } from '#service/inputs.js';
import { Repeatable, type RepeatableWrite } from '#service/repeatable-write.js';
import { AnswerInformation } from './answer-information.js';
import { RequestInformation } from './request-information.js';

const RequestPathSchema = z.object({ informationRequestId: InformationRequestIdSchema });
type Taken = z.infer<typeof InformationRequestTakenSchema>;

/** What a parent without custody may ask, and how the leader of the child's unit answered. */
@Controller('information-requests')
export class InformationRequestsController {
  constructor(
    private readonly requestInformation: RequestInformation,
    private readonly answerInformation: AnswerInformation,
  ) {}

  @Post()
  @HttpCode(202)
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary: 'A parent without custody asks about a child. The answer is the same for a child nobody has registered.',
    body: RequestInformationSchema,
    answers: { 202: InformationRequestTakenSchema },
  })
  async request(
    @JsonBody(RequestInformationSchema) wanted: Wanted,
    @Repeatable() write: RepeatableWrite,
  ): Promise<Taken> {
    return InformationRequestTakenSchema.parse(await this.requestInformation.of(wanted, write));
  }

  @Get()
  @Door({ who: ['staff'], roles: ['institution_leader'] })
  @Describe({
    summary: "What parents without custody asked about the unit's children, oldest first.",
    answers: { 200: InformationRequestsSchema },
  })
  async list(@Caller() caller: StaffPrincipal): Promise<InformationRequests> {
    return { informationRequests: await this.answerInformation.list(caller) };
  }

  @Post(':informationRequestId/answer')
  @HttpCode(200)
  @Door({ who: ['staff'], roles: ['institution_leader'] })
  @Describe({
    summary: 'How the leader answered outside the portal, and why.',
    params: RequestPathSchema,
    body: AnswerInformationRequestSchema,
    answers: { 200: InformationRequestTakenSchema },
  })
  async answer(
    @Caller() caller: StaffPrincipal,
    @PathParams(RequestPathSchema) { informationRequestId }: z.infer<typeof RequestPathSchema>,
    @JsonBody(AnswerInformationRequestSchema) answer: AnswerInformationRequest,
    @Repeatable() write: RepeatableWrite,
  ): Promise<Taken> {
    return InformationRequestTakenSchema.parse(
      await this.answerInformation.with(caller, informationRequestId, answer, write),
    );
  }
}
