import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema } from '../ids.js';

export const ChildDeletedV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
});
export type ChildDeletedV1 = z.infer<typeof ChildDeletedV1Schema>;

/** A child was removed from the hub: each service removes what it holds, and takes nothing more in about it. */
export const childDeletedV1 = defineEvent({
  name: 'child.deleted',
  version: 1,
  topic: 'consent.v1',
  owner: 'consent',
  summary: 'A child was removed from the hub: each service removes what it holds and takes nothing more in about it.',
  schema: ChildDeletedV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
  },
});
