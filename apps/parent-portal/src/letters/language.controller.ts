import { Controller, HttpCode, Put } from '@nestjs/common';
import { z } from 'zod';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { JsonBody } from '#service/inputs.js';
import { ConsentClient } from '../children/consent.client.js';
import { CurrentGuardian } from '../login/current-guardian.js';

const LanguageSchema = z.object({ language: z.enum(['da', 'en']) });

/** The language I want letters in. */
@Controller('language')
export class LanguageController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly consent: ConsentClient,
  ) {}

  @Put()
  @HttpCode(204)
  @Door({ who: ['guardian'] })
  @Describe({ summary: 'Chooses the language of letters.', body: LanguageSchema, answers: { 204: null } })
  async choose(
    @JsonBody(LanguageSchema) { language }: z.infer<typeof LanguageSchema>,
    @Caller() caller: GuardianPrincipal,
  ): Promise<void> {
    const { guardianId } = await this.currentGuardian.of(caller);
    await this.consent.speak(guardianId, language);
  }
}
