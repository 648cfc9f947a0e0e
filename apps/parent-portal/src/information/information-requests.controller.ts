import { Controller, HttpCode, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { MunicipalitySchema } from '#contracts/ids.js';
import { InformationRequestTakenSchema, RequestInformationSchema } from '#contracts/questions/information-requests.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { JsonBody } from '#service/inputs.js';
import { Repeatable, type RepeatableWrite } from '#service/repeatable-write.js';
import { keyFor } from '../login/key-for.js';
import { LoginBroker } from '../login/login-broker.js';
import { PortalLimits } from '../session/portal-limits.js';
import { InformationRequestsClient } from './information-requests.client.js';

const AskSchema = RequestInformationSchema.pick({ childCpr: true, question: true });

/** A parent without custody asks about a child (R11): anybody who has logged in may, and all are answered alike. */
@Controller('information-requests')
export class InformationRequestsController {
  constructor(
    private readonly broker: LoginBroker,
    private readonly requests: InformationRequestsClient,
    private readonly limits: PortalLimits,
  ) {}

  @Post()
  @HttpCode(202)
  @Door({ who: ['guardian'] })
  @Describe({
    summary: 'Asks for information about a child; the answer never tells whether the child is known.',
    body: AskSchema,
    answers: { 202: InformationRequestTakenSchema },
  })
  async ask(
    @JsonBody(AskSchema) { childCpr, question }: z.infer<typeof AskSchema>,
    @Repeatable() write: RepeatableWrite,
    @Caller() caller: GuardianPrincipal,
  ): Promise<z.infer<typeof InformationRequestTakenSchema>> {
    const { cpr } = await this.broker.loginOf(caller);
    const asked = {
      municipality: MunicipalitySchema.parse(caller.municipality),
      requesterCpr: cpr.reveal(),
      childCpr: Cpr.parse(childCpr).reveal(),
      question,
    };
    return this.limits.ask({ municipality: caller.municipality, cpr }, () =>
      this.requests.request(asked, keyFor(write)),
    );
  }
}
