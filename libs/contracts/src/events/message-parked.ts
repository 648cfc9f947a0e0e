import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { CodeTextSchema } from '../values.js';

export const MessageParkedV1Schema = z.object({
  service: z.string().max(64),
  consumer: z.string().max(128),
  eventId: z.uuid(),
  eventType: z.string().max(128),
  errorClass: z.enum(['transient', 'key_bound', 'bug']),
  code: CodeTextSchema,
  attempts: z.int().min(1),
});
export type MessageParkedV1 = z.infer<typeof MessageParkedV1Schema>;

/** An event waits in the parking lot; later events of its key queue behind it. */
export const messageParkedV1 = defineEvent({
  name: 'message.parked',
  version: 1,
  topic: 'operations.v1',
  owner: 'every service',
  summary: 'An event waits in the parking lot; later events of its key queue behind it.',
  schema: MessageParkedV1Schema,
  example: {
    service: 'screening',
    consumer: 'screening',
    eventId: '11111111-2222-4333-8444-555555555555',
    eventType: 'journal.entry.received.v1',
    errorClass: 'key_bound',
    code: 'UNKNOWN_CHILD',
    attempts: 1,
  },
});
