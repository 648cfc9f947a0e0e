import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { ConsentIdSchema } from '#contracts/ids.js';
import {
  AnswerConsentSchema,
  ConsentSchema,
  ConsentsSchema,
  WithdrawalPreviewSchema,
  type Consent,
  type Consents,
  type WithdrawalPreview,
} from '#contracts/questions/consents.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { JsonBody, PathParams } from '#service/inputs.js';
import { Repeatable, type RepeatableWrite } from '#service/repeatable-write.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { hiddenAsUnknown } from '../login/hidden-as-unknown.js';
import { keyFor } from '../login/key-for.js';
import { isFreshLogin } from '../session/fresh-login.rules.js';
import { ConsentsClient } from './consents.client.js';

const ConsentPathSchema = z.object({ consentId: ConsentIdSchema });
type ConsentPath = z.infer<typeof ConsentPathSchema>;
/** Who answers and how that person had logged in is known here: nobody can say it for another. */
const AnswerSchema = AnswerConsentSchema.omit({ guardianId: true, login: true });

/** What I am asked to agree to, what I agreed to, and my answers. */
@Controller('consents')
export class ConsentsController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly consents: ConsentsClient,
  ) {}

  @Get()
  @Door({ who: ['guardian'] })
  @Describe({
    summary: 'What the guardian was asked to consent to, newest first, with its state now.',
    answers: { 200: ConsentsSchema },
  })
  async list(@Caller() caller: GuardianPrincipal): Promise<Consents> {
    const { guardianId } = await this.currentGuardian.of(caller);
    return this.consents.of(guardianId);
  }

  @Get(':consentId')
  @Door({ who: ['guardian'] })
  @Describe({
    summary: 'One consent with its words, answers and state now.',
    params: ConsentPathSchema,
    answers: { 200: ConsentSchema },
  })
  async one(
    @PathParams(ConsentPathSchema) { consentId }: ConsentPath,
    @Caller() caller: GuardianPrincipal,
  ): Promise<Consent> {
    const { guardianId } = await this.currentGuardian.of(caller);
    return hiddenAsUnknown(() => this.consents.one(consentId, guardianId));
  }

  @Get(':consentId/withdrawal-preview')
  @Door({ who: ['guardian'] })
  @Describe({
    summary: 'What would be refused to whom, and with which code, once the consent is withdrawn.',
    params: ConsentPathSchema,
    answers: { 200: WithdrawalPreviewSchema },
  })
  async preview(
    @PathParams(ConsentPathSchema) { consentId }: ConsentPath,
    @Caller() caller: GuardianPrincipal,
  ): Promise<WithdrawalPreview> {
    const { guardianId } = await this.currentGuardian.of(caller);
    return hiddenAsUnknown(() => this.consents.withdrawalPreview(consentId, guardianId));
  }

  @Post(':consentId/answers')
  @HttpCode(200)
  @Door({ who: ['guardian'] })
  @Describe({
    summary:
      'Grants, declines or withdraws; STEP_UP_REQUIRED when the login is older than five minutes, or the broker does not tell when it was.',
    params: ConsentPathSchema,
    body: AnswerSchema,
    answers: { 200: ConsentSchema },
  })
  async answer(
    @PathParams(ConsentPathSchema) { consentId }: ConsentPath,
    @JsonBody(AnswerSchema) answer: z.infer<typeof AnswerSchema>,
    @Repeatable() write: RepeatableWrite,
    @Caller() caller: GuardianPrincipal,
  ): Promise<Consent> {
    const { guardianId, evidence } = await this.currentGuardian.of(caller);
    const { authenticatedAt } = evidence;
    if (authenticatedAt === null || !isFresh(authenticatedAt)) throw new RefusalError('STEP_UP_REQUIRED');
    const login = { ...evidence, authenticatedAt };
    return hiddenAsUnknown(() => this.consents.answer(consentId, { ...answer, guardianId, login }, keyFor(write)));
  }
}

/** The broker's time is the real one, whatever day the domain's clock is set to. */
const isFresh = (authenticatedAt: string): boolean =>
  isFreshLogin(Temporal.Instant.from(authenticatedAt), Temporal.Instant.fromEpochMilliseconds(Date.now()));
