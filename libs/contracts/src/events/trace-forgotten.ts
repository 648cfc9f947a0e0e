import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { MunicipalitySchema } from '../ids.js';

export const TraceForgottenV1Schema = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  municipality: MunicipalitySchema,
});
export type TraceForgottenV1 = z.infer<typeof TraceForgottenV1Schema>;

/** What a chain was about has been deleted: nothing more is due in it, and the sender's id for it is forgotten. */
export const traceForgottenV1 = defineEvent({
  name: 'trace.forgotten',
  version: 1,
  topic: 'operations.v1',
  owner: 'every service',
  summary: 'What a chain was about has been deleted: nothing more is due in it.',
  schema: TraceForgottenV1Schema,
  example: { traceId: '0af7651916cd43dd8448eb211c80319c', municipality: 'K1' },
});
