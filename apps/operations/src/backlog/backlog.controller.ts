import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import { QueryParams } from '#service/inputs.js';
import { SeeBacklog } from './see-backlog.js';

/** Nothing can be asked for: it is always all services. */
const QuerySchema = z.strictObject({});
const BacklogSchema = z.object({
  services: z.array(
    z.object({
      service: z.string(),
      waiting: z.int(),
      most: z.int(),
      handledPerSecond: z.number().nullable(),
      secondsLeft: z.int().nullable(),
    }),
  ),
});

/** How many events wait for each service, in all municipalities, and how that goes down after an outage. */
@Controller('backlog')
export class BacklogController {
  constructor(private readonly seeBacklog: SeeBacklog) {}

  @Get()
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({
    summary: 'Events that wait for each service, the pace at which they are handled, and the time left',
    query: QuerySchema,
    answers: { 200: BacklogSchema },
  })
  async list(@QueryParams(QuerySchema) _: object): Promise<z.infer<typeof BacklogSchema>> {
    return { services: await this.seeBacklog.run() };
  }
}
