import { Controller, Get } from '@nestjs/common';
import { LettersSchema, type Letters } from '#contracts/questions/letters.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { NotificationsClient } from './notifications.client.js';

/** Letters sent to me, with what became of them. */
@Controller('letters')
export class LettersController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly notifications: NotificationsClient,
  ) {}

  @Get()
  @Door({ who: ['guardian'] })
  @Describe({ summary: 'The letters sent to the guardian and their state.', answers: { 200: LettersSchema } })
  async list(@Caller() caller: GuardianPrincipal): Promise<Letters> {
    const guardian = await this.currentGuardian.of(caller);
    const { guardianId } = guardian;
    const { letters } = await this.notifications.lettersTo(guardianId);
    const childIds = [...new Set(letters.map(({ childId }) => childId))];
    const answers = await Promise.all(
      childIds.map((childId) =>
        this.currentGuardian.may(guardian, childId, { documentKind: 'letter', sharedWith: [guardianId] }),
      ),
    );
    const readable = new Set(childIds.filter((_, index) => answers[index]));
    return { letters: letters.filter(({ childId }) => readable.has(childId)) };
  }
}
