import { Controller, Get } from '@nestjs/common';
import { LettersSchema, type Letters } from '#contracts/questions/letters.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { MyLetters } from './my-letters.js';

/** Letters sent to me, with what became of them. */
@Controller('letters')
export class LettersController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly myLetters: MyLetters,
  ) {}

  @Get()
  @Door({ who: ['guardian'] })
  @Describe({ summary: 'The letters sent to the guardian and their state.', answers: { 200: LettersSchema } })
  async list(@Caller() caller: GuardianPrincipal): Promise<Letters> {
    return { letters: await this.myLetters.of(await this.currentGuardian.of(caller)) };
  }
}
