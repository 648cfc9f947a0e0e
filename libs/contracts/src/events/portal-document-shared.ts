import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import {
  ChildIdSchema,
  DocumentIdSchema,
  GuardianIdSchema,
  MunicipalitySchema,
  OrganisationSchema,
  ResultIdSchema,
} from '../ids.js';

export const PortalDocumentSharedV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  documentId: DocumentIdSchema,
  documentVersion: z.int().min(1),
  kind: z.enum(['health_visit_summary']),
  corrected: z.boolean(),
  guardianIds: z.array(GuardianIdSchema),
  sharedBy: OrganisationSchema,
  basedOnResultId: ResultIdSchema.nullable(),
});
export type PortalDocumentSharedV1 = z.infer<typeof PortalDocumentSharedV1Schema>;

/** A document was shared with the child's current guardians. */
export const portalDocumentSharedV1 = defineEvent({
  name: 'portal.document.shared',
  version: 1,
  topic: 'screening.v1',
  owner: 'screening',
  summary: "A document was shared with the child's current guardians.",
  schema: PortalDocumentSharedV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    documentId: '0c6b1f0a-7f7e-4a3b-8a1e-aa55d0c3e001',
    documentVersion: 1,
    kind: 'health_visit_summary',
    corrected: false,
    guardianIds: ['c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001'],
    sharedBy: 'HV-1',
    basedOnResultId: '5b0d9c1e-55f4-4f6a-9d80-61c4b3a2f001',
  },
});
