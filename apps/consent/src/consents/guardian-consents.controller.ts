import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  ConsentIdSchema,
  DocumentIdSchema,
  GuardianIdSchema,
  type ChildId,
  type GuardianId,
  type Municipality,
} from '#contracts/ids.js';
import {
  AnswerConsentSchema,
  ConsentSchema,
  ConsentViewerSchema,
  ConsentsSchema,
  WithdrawalPreviewSchema,
  type AnswerConsent as Answer,
  type Consent,
  type Consents,
  type WithdrawalPreview,
} from '#contracts/questions/consents.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import { JsonBody, PathParams, QueryParams } from '#service/inputs.js';
import { Repeatable, type RepeatableWrite } from '#service/repeatable-write.js';
import { DecideAccess } from '../access/decide-access.js';
import type { ChildRecord } from '../children/children.store.js';
import { ChildrenOfPortalUser } from '../guardians/children-of-portal-user.js';
import { AnswerConsent } from './answer-consent.js';
import { PreviewWithdrawal } from './preview-withdrawal.js';
import { ReadConsents } from './read-consents.js';

const GuardianPathSchema = z.object({ guardianId: GuardianIdSchema });
const ConsentPathSchema = z.object({ consentId: ConsentIdSchema });
type ConsentPath = z.infer<typeof ConsentPathSchema>;
type Viewer = z.infer<typeof ConsentViewerSchema>;

/** Consents for guardians and young people, through the portal. Somebody without a say learns nothing, not even what exists. */
@Controller()
export class GuardianConsentsController {
  constructor(
    private readonly decideAccess: DecideAccess,
    private readonly childrenOfPortalUser: ChildrenOfPortalUser,
    private readonly readConsents: ReadConsents,
    private readonly previewWithdrawal: PreviewWithdrawal,
    private readonly answerConsent: AnswerConsent,
  ) {}

  @Get('guardians/:guardianId/consents')
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary: 'Every consent in which the guardian, or the young person, has or had a say, newest first.',
    params: GuardianPathSchema,
    answers: { 200: ConsentsSchema },
  })
  async list(@PathParams(GuardianPathSchema) { guardianId }: z.infer<typeof GuardianPathSchema>): Promise<Consents> {
    const children = await this.childrenOfPortalUser.of(guardianId);
    await Promise.all(children.map((child) => this.demand(guardianId, child, 'read')));
    return { consents: await this.readConsents.ofChildren(children, guardianId) };
  }

  @Get('consents/:consentId')
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary: 'One consent. NOT_GUARDIAN also where there is none.',
    params: ConsentPathSchema,
    query: ConsentViewerSchema,
    answers: { 200: ConsentSchema },
  })
  async get(
    @PathParams(ConsentPathSchema) { consentId }: ConsentPath,
    @QueryParams(ConsentViewerSchema) { guardianId }: Viewer,
  ): Promise<Consent> {
    const child = await this.childOf(consentId);
    await this.demand(guardianId, child, 'read', consentId);
    return this.readConsents.one(child, consentId, guardianId);
  }

  @Get('consents/:consentId/withdrawal-preview')
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary: 'Exactly what would be refused once the consent is withdrawn: nothing where it opens nothing.',
    params: ConsentPathSchema,
    query: ConsentViewerSchema,
    answers: { 200: WithdrawalPreviewSchema },
  })
  async preview(
    @PathParams(ConsentPathSchema) { consentId }: ConsentPath,
    @QueryParams(ConsentViewerSchema) { guardianId }: Viewer,
  ): Promise<WithdrawalPreview> {
    const child = await this.childOf(consentId);
    await this.demand(guardianId, child, 'read', consentId);
    const { mayAnswer, placesWithheld } = await this.readConsents.one(child, consentId, guardianId);
    if (!mayAnswer.includes('withdrawn')) return { refusals: [] };
    return this.previewWithdrawal.of(consentId, placesWithheld);
  }

  @Post('consents/:consentId/answers')
  @HttpCode(200)
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary: 'Grants, declines or withdraws. STATE_CONFLICT for what can no longer be answered so.',
    params: ConsentPathSchema,
    body: AnswerConsentSchema,
    answers: { 200: ConsentSchema },
  })
  async answer(
    @PathParams(ConsentPathSchema) { consentId }: ConsentPath,
    @JsonBody(AnswerConsentSchema) answer: Answer,
    // Who lost the answer may have had to log in again before asking for it.
    @Repeatable({ otherwise: ['login'] }) write: RepeatableWrite,
  ): Promise<Consent> {
    const child = await this.childOf(consentId);
    await this.demand(answer.guardianId, child, 'write', consentId);
    await this.answerConsent.with(child, consentId, answer, write);
    return this.readConsents.one(child, consentId, answer.guardianId);
  }

  private async childOf(consentId: string): Promise<ChildRecord> {
    const child = await this.readConsents.childOf(consentId);
    if (!child) throw new RefusalError('NOT_GUARDIAN');
    return child;
  }

  private async demand(
    guardianId: GuardianId,
    { childId, municipality }: ChildRecord,
    action: 'read' | 'write',
    consentId?: string,
  ): Promise<void> {
    await this.decideAccess.demand({
      municipality: municipality as Municipality,
      asker: { kind: 'guardian', guardianId },
      childId: childId as ChildId,
      documentKind: 'consent',
      documentId: consentId === undefined ? undefined : DocumentIdSchema.parse(consentId),
      action,
    });
  }
}
