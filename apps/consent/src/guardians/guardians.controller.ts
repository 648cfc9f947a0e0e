import { Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { GuardianIdSchema, type GuardianId } from '#contracts/ids.js';
import { CurrentGuardiansSchema, type CurrentGuardians } from '#contracts/questions/children.js';
import {
  IdentifiedGuardianSchema,
  IdentifyGuardianSchema,
  LetterRecipientSchema,
  type IdentifiedGuardian,
  type LetterRecipient,
} from '#contracts/questions/guardians.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Door } from '#security/door.js';
import { Clock } from '#service/clock.js';
import { Describe } from '#security/describe.js';
import { JsonBody, PathParams } from '#service/inputs.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { ChildrenStore } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { currentHolders, guardiansAmong } from '../custody/custody.rules.js';
import { arePlacesWithheld } from '../custody/places-withheld.rules.js';
import { GuardiansStore } from './guardians.store.js';
import { IdentifyGuardian } from './identify-guardian.js';
import { RecipientOfLetter } from './recipient-of-letter.js';
import { YoungPeople } from './young-people.js';

const GuardianPathSchema = z.object({ guardianId: GuardianIdSchema });
type GuardianPath = z.infer<typeof GuardianPathSchema>;
const LanguageSchema = LetterRecipientSchema.pick({ language: true });

/** Guardians: who holds custody of a child now, who somebody is that logged in, and how a letter reaches them. */
@Controller()
export class GuardiansController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly registered: ChildrenStore,
    private readonly guardians: GuardiansStore,
    private readonly custody: CustodyOfChildren,
    private readonly identifyGuardian: IdentifyGuardian,
    private readonly recipientOfLetter: RecipientOfLetter,
    private readonly youngPeople: YoungPeople,
    private readonly clock: Clock,
  ) {}

  @Get('children/:childId/guardians')
  @Door({ who: ['service'] })
  @Describe({
    summary:
      'Who has a say now: those who hold custody; from the 15th birthday the young person alone. 503 when the register does not answer and the last answer is too old to share on.',
    params: ChildPathSchema,
    answers: { 200: CurrentGuardiansSchema },
  })
  async ofChild(@PathParams(ChildPathSchema) { childId }: ChildPath): Promise<CurrentGuardians> {
    const child = await this.unitOfWork.read((tx) => this.registered.find(tx, childId));
    if (!child) throw new RefusalError('NOT_FOUND');
    if (isYoungPerson(child.birthDate, this.clock.today())) {
      const guardianId = (await this.youngPeople.idOf(childId)) as GuardianId;
      return { asOf: this.clock.now().toString(), guardians: [{ guardianId }], placesWithheld: false };
    }
    const custody = await this.custody.toShareOn(childId);
    if (!custody) throw new RefusalError('DEPENDENCY_UNAVAILABLE', { detail: registerSilent, retryAfterSeconds: 5 });
    const holders = currentHolders(custody, child.birthDate, this.clock.today());
    const guardianIds = guardiansAmong(holders);
    const family = { childProtected: custody.childProtected, holders, isYoungPerson: false };
    return {
      asOf: custody.readAt.toString(),
      guardians: guardianIds.map((guardianId) => ({ guardianId: guardianId as GuardianId })),
      placesWithheld: guardianIds.some((guardianId) => arePlacesWithheld(guardianId, family)),
    };
  }

  @Post('guardians/identify')
  @HttpCode(200)
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary:
      'The guardian behind a login, and the children whose custody that person holds now by first name and age; null and none without custody.',
    body: IdentifyGuardianSchema,
    answers: { 200: IdentifiedGuardianSchema },
  })
  identify(
    @JsonBody(IdentifyGuardianSchema) { municipality, cpr }: z.infer<typeof IdentifyGuardianSchema>,
  ): Promise<IdentifiedGuardian> {
    return this.identifyGuardian.by(municipality, Cpr.parse(cpr, 'body/cpr'));
  }

  @Get('guardians/:guardianId/recipient')
  @Door({ who: ['service'], services: ['notifications'] })
  @Describe({
    summary: 'Whom a letter is addressed to. RECIPIENT_UNKNOWN for somebody who is dead or gone from the register.',
    params: GuardianPathSchema,
    answers: { 200: LetterRecipientSchema },
  })
  recipient(@PathParams(GuardianPathSchema) { guardianId }: GuardianPath): Promise<LetterRecipient> {
    return this.recipientOfLetter.of(guardianId);
  }

  @Put('guardians/:guardianId/language')
  @HttpCode(204)
  @Door({ who: ['service'], services: ['parent-portal'] })
  @Describe({
    summary: 'The language in which the guardian wants letters.',
    params: GuardianPathSchema,
    body: LanguageSchema,
    answers: { 204: null },
  })
  async speak(
    @PathParams(GuardianPathSchema) { guardianId }: GuardianPath,
    @JsonBody(LanguageSchema) { language }: z.infer<typeof LanguageSchema>,
  ): Promise<void> {
    const known = await this.unitOfWork.run((tx) => this.guardians.speak(tx, guardianId, language));
    if (!known) throw new RefusalError('NOT_FOUND');
  }
}

const registerSilent = 'The custody register does not answer, and the last answer is too old to share on.';
