import { Controller, HttpCode, Post } from '@nestjs/common';
import {
  AccessDecisionSchema,
  AccessQuestionSchema,
  type AccessDecision,
  type AccessQuestion,
} from '#contracts/questions/access.js';
import { Door } from '#security/door.js';
import { Describe } from '#security/describe.js';
import { JsonBody } from '#service/inputs.js';
import { DecideAccess } from './decide-access.js';

/** The one answer to "may X see Y now?", asked by every door of the hub. */
@Controller('access-decisions')
export class AccessController {
  constructor(private readonly decideAccess: DecideAccess) {}

  @Post()
  @HttpCode(200)
  @Door({ who: ['service'] })
  @Describe({
    summary: 'May this asker see this now? The answer, with its rule and code, is written to the access log.',
    body: AccessQuestionSchema,
    answers: { 200: AccessDecisionSchema },
  })
  decide(@JsonBody(AccessQuestionSchema) question: AccessQuestion): Promise<AccessDecision> {
    return this.decideAccess.of(question);
  }
}
