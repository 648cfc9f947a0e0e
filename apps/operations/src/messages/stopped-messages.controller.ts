import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { QueryParams } from '#service/inputs.js';
import { type StoppedMessage, StoppedMessagesStore } from './stopped-messages.store.js';

const ListSchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const StoppedMessagesSchema = z.object({
  messages: z.array(
    z.object({
      eventId: z.string(),
      consumer: z.string(),
      municipality: z.string(),
      service: z.string(),
      kind: z.enum(['parked', 'dead_lettered']),
      eventType: z.string(),
      errorClass: z.string(),
      code: z.string(),
      attempts: z.number(),
      traceId: z.string().nullable(),
      seenAt: z.string(),
    }),
  ),
});

/** Parked and dead messages of all services in one list; each is replayed at its own service's door. */
@Controller('dead-letters')
export class StoppedMessagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly messages: StoppedMessagesStore,
  ) {}

  @Get()
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({
    summary: 'Parked and dead messages of all services, newest first',
    query: ListSchema,
    answers: { 200: StoppedMessagesSchema },
  })
  async list(
    @QueryParams(ListSchema) { limit }: z.infer<typeof ListSchema>,
    @Caller() { municipality }: StaffPrincipal,
  ): Promise<{ messages: StoppedMessage[] }> {
    return { messages: await this.unitOfWork.read((tx) => this.messages.list(tx, municipality, limit)) };
  }
}
