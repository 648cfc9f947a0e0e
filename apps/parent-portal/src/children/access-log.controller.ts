import { Controller, Get } from '@nestjs/common';
import type { z } from 'zod';
import { AccessLogQuerySchema, AccessLogSchema, type AccessLog } from '#contracts/questions/access-log.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { ChildPathSchema, type ChildPath } from './child-path.js';
import { ConsentClient } from './consent.client.js';

const PageSchema = AccessLogQuerySchema.omit({ guardianId: true });

/** Who has looked: every read of my child's things, refused tries included, without the names of people at work. */
@Controller('children/:childId/access-log')
export class AccessLogController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly consent: ConsentClient,
  ) {}

  @Get()
  @Door({ who: ['guardian'] })
  @Describe({
    summary: "The child's access log, newest first.",
    params: ChildPathSchema,
    query: PageSchema,
    answers: { 200: AccessLogSchema },
  })
  async read(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @QueryParams(PageSchema) page: z.infer<typeof PageSchema>,
    @Caller() caller: GuardianPrincipal,
  ): Promise<AccessLog> {
    const { guardianId } = await this.currentGuardian.of(caller, async () => childId);
    try {
      return await this.consent.accessLog(childId, guardianId, page);
    } catch (error) {
      if (error instanceof RefusalError && error.code === 'NOT_GUARDIAN') throw new RefusalError('NOT_FOUND');
      throw error;
    }
  }
}
