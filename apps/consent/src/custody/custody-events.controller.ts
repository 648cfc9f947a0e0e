import { Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { Door } from '#security/door.js';
import { Describe } from '#security/describe.js';
import { JsonBody } from '#service/inputs.js';
import { HearCustodyChange } from './hear-custody-change.js';

const CustodyEventSchema = z.object({ cpr: z.string() });

/** Where the civil register tells that something about a person has changed. What changed is read from the register itself. */
@Controller('custody-events')
export class CustodyEventsController {
  constructor(private readonly hearCustodyChange: HearCustodyChange) {}

  @Post()
  @HttpCode(202)
  @Door({ who: ['channel'], scopes: ['custody.event'] })
  @Describe({
    summary: 'Something about this person changed: custody is read anew before the answer. 503: tell again later.',
    body: CustodyEventSchema,
    answers: { 202: null },
  })
  async hear(@JsonBody(CustodyEventSchema) { cpr }: z.infer<typeof CustodyEventSchema>): Promise<void> {
    await this.hearCustodyChange.of(Cpr.parse(cpr, 'body/cpr'));
  }
}
