import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { ChildIdSchema, GuardianIdSchema, LetterIdSchema, MunicipalitySchema } from '#contracts/ids.js';
import type { DocumentKind } from '#contracts/questions/access.js';
import { LetterSummarySchema, LettersSchema, type Letters, type LetterSummary } from '#contracts/questions/letters.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AccessQuestions } from '#security/access-questions.client.js';
import { askerOf } from '#security/asker-of.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { CONFIG } from '#service/config-token.js';
import { Describe } from '#security/describe.js';
import { PathParams } from '#service/inputs.js';
import type { NotificationsConfig } from '../notifications.config.js';
import { SenderRegister } from '../sending/sender-register.js';
import { renderTemplateCode } from '../texts/render-template-code.js';
import type { Letter } from './letter.js';
import { LetterReasonStore } from './letter-reason.store.js';
import { LetterStore } from './letter.store.js';
import { LetterContentSchema, letterSummary, type LetterContent } from './letter.view.js';

const LetterPathSchema = z.object({ letterId: LetterIdSchema });
type LetterPath = z.infer<typeof LetterPathSchema>;
const ChildPathSchema = z.object({ childId: ChildIdSchema });
const GuardianPathSchema = z.object({ guardianId: GuardianIdSchema });

/** What became of letters, for those who may know; their words only for the child's unit. */
@Controller()
export class LettersController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: LetterStore,
    private readonly reasons: LetterReasonStore,
    private readonly senders: SenderRegister,
    private readonly access: AccessQuestions,
    @Inject(CONFIG) private readonly config: NotificationsConfig,
  ) {}

  @Get('letters/:letterId')
  @Door({ who: ['staff'] })
  @Describe({ summary: 'The state of a letter', params: LetterPathSchema, answers: { 200: LetterSummarySchema } })
  async state(
    @Caller() caller: StaffPrincipal,
    @PathParams(LetterPathSchema) { letterId }: LetterPath,
  ): Promise<LetterSummary> {
    const letter = await this.get(letterId, caller);
    await this.demand(caller, letter, 'letter');
    return letterSummary(letter);
  }

  @Get('letters/:letterId/content')
  @Door({ who: ['staff'] })
  @Describe({ summary: 'The words of a letter', params: LetterPathSchema, answers: { 200: LetterContentSchema } })
  async content(
    @Caller() caller: StaffPrincipal,
    @PathParams(LetterPathSchema) { letterId }: LetterPath,
  ): Promise<LetterContent> {
    const letter = await this.get(letterId, caller);
    await this.demand(caller, letter, 'letter_content');
    if (!letter.tried) throw new RefusalError('STATE_CONFLICT', { detail: 'The letter has not been written yet' });
    const sender = this.senders.of(letter.municipality);
    const rendered = renderTemplateCode(letter.tried.template, {
      sender: sender.name,
      portalUrl: this.config.PORTAL_URL,
    });
    const { language, label, notification, title, paragraphs, action } = rendered;
    return { letterId, language, label, notification, title, paragraphs: [...paragraphs], action };
  }

  @Get('children/:childId/letters')
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'Letters about a child, oldest first',
    params: ChildPathSchema,
    answers: { 200: LettersSchema },
  })
  async ofChild(
    @Caller() caller: StaffPrincipal,
    @PathParams(ChildPathSchema) { childId }: z.infer<typeof ChildPathSchema>,
  ): Promise<Letters> {
    await this.access.demand({ ...questionOf(caller), childId, documentKind: 'letter' });
    const letters = await this.unitOfWork.read(async (tx) => [
      ...(await this.letters.ofChild(tx, childId)),
      ...(await this.reasons.leftBy(tx, childId)),
    ]);
    return { letters: letters.sort(byOrder).map(letterSummary) };
  }

  @Get('guardians/:guardianId/letters')
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary: 'Letters to a guardian, oldest first',
    params: GuardianPathSchema,
    answers: { 200: LettersSchema },
  })
  async ofGuardian(
    @PathParams(GuardianPathSchema) { guardianId }: z.infer<typeof GuardianPathSchema>,
  ): Promise<Letters> {
    const letters = await this.unitOfWork.read((tx) => this.letters.ofGuardian(tx, guardianId));
    return { letters: letters.map(letterSummary) };
  }

  private async get(letterId: string, { municipality }: StaffPrincipal): Promise<Letter> {
    const letter = await this.unitOfWork.read((tx) => this.letters.find(tx, letterId));
    if (letter?.municipality !== municipality) throw new RefusalError('NOT_FOUND');
    return letter;
  }

  private async demand(caller: StaffPrincipal, letter: Letter, documentKind: DocumentKind): Promise<void> {
    await this.access.demand({ ...questionOf(caller), childId: letter.childId, documentKind });
  }
}

const byOrder = (a: Letter, b: Letter): number => a.requestedAt.epochMilliseconds - b.requestedAt.epochMilliseconds;

const questionOf = (caller: StaffPrincipal) => ({
  municipality: MunicipalitySchema.parse(caller.municipality),
  asker: askerOf(caller),
  action: 'read' as const,
});
