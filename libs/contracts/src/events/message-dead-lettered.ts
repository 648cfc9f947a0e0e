import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { CodeTextSchema } from '../values.js';

export const MessageDeadLetteredV1Schema = z.object({
  service: z.string().max(64),
  consumer: z.string().max(128),
  eventId: z.string().max(64),
  eventType: z.string().max(128),
  errorClass: z.enum(['poison', 'bug']),
  code: CodeTextSchema,
  attempts: z.int().min(1),
});
export type MessageDeadLetteredV1 = z.infer<typeof MessageDeadLetteredV1Schema>;

/** An event cannot be handled and lies in the dead letters of its consumer. */
export const messageDeadLetteredV1 = defineEvent({
  name: 'message.dead_lettered',
  version: 1,
  topic: 'operations.v1',
  owner: 'every service',
  summary: 'An event cannot be handled and lies in the dead letters of its consumer.',
  schema: MessageDeadLetteredV1Schema,
  example: {
    service: 'screening',
    consumer: 'screening',
    eventId: '11111111-2222-4333-8444-555555555555',
    eventType: 'journal.entry.received.v9',
    errorClass: 'poison',
    code: 'TYPE_UNKNOWN',
    attempts: 1,
  },
});
