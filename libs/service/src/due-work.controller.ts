import { Controller, Get } from '@nestjs/common';
import { DueWorkSchema, type DueWorkAnswer } from '#contracts/questions/due-work.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import { DueWork } from './due-work.js';

/** What the service should have done by now, for operations, which tell of work that nobody does. */
@Controller('/work')
export class DueWorkController {
  constructor(
    private readonly dueWork: DueWork,
    private readonly outbox: Outbox,
  ) {}

  @Get()
  @Door({ who: ['staff', 'service'], roles: ['ops_operator'], services: ['operations'] })
  @Describe({
    summary: 'Work that is due and not done, by kind, with the age of the oldest of it',
    answers: { 200: DueWorkSchema },
  })
  async list(): Promise<DueWorkAnswer> {
    const { unsent: waiting, oldestAgeSeconds } = this.outbox.health();
    return { work: [{ kind: 'publish-events', waiting, oldestAgeSeconds }, ...(await this.dueWork.all())] };
  }
}
