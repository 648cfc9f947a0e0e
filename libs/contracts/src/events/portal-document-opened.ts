import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, DocumentIdSchema, GuardianIdSchema, MunicipalitySchema } from '../ids.js';

export const PortalDocumentOpenedV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  documentId: DocumentIdSchema,
  documentVersion: z.int().min(1),
  guardianId: GuardianIdSchema,
});
export type PortalDocumentOpenedV1 = z.infer<typeof PortalDocumentOpenedV1Schema>;

/** A guardian opened a shared document. */
export const portalDocumentOpenedV1 = defineEvent({
  name: 'portal.document.opened',
  version: 1,
  topic: 'portal.v1',
  owner: 'parent-portal',
  summary: 'A guardian opened a shared document.',
  schema: PortalDocumentOpenedV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    documentId: '0c6b1f0a-7f7e-4a3b-8a1e-aa55d0c3e001',
    documentVersion: 1,
    guardianId: 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001',
  },
});
