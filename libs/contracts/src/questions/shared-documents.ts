import { z } from 'zod';
import { ChildIdSchema, DocumentIdSchema, GuardianIdSchema } from '../ids.js';
import { InstantSchema } from '../values.js';

/** GET /children/:childId/shared-documents?guardianId= of screening, newest first. */
export const SharedDocumentsSchema = z.object({
  documents: z.array(
    z.object({
      documentId: DocumentIdSchema,
      version: z.int().min(1),
      kind: z.enum(['health_visit_summary']),
      sharedAt: InstantSchema,
      corrected: z.boolean(),
    }),
  ),
});
export type SharedDocuments = z.infer<typeof SharedDocumentsSchema>;

/** GET /documents/:documentId/versions/:version of screening; `latest` stands for the newest shared version. */
export const SharedDocumentSchema = z.object({
  documentId: DocumentIdSchema,
  childId: ChildIdSchema,
  version: z.int().min(1),
  kind: z.enum(['health_visit_summary']),
  /** What the health visitor wrote. */
  text: z.string(),
  /** The result behind it explained for a parent, words first; null when the document rests on no result. */
  explanation: z.object({ da: z.string(), en: z.string() }).nullable(),
  /** The numbers behind the explanation, each with its word; null when there are none. */
  numbers: z.object({ da: z.string(), en: z.string() }).nullable().default(null),
  sharedAt: InstantSchema,
  corrected: z.boolean(),
  earlierVersions: z.array(z.int().min(1)),
  sharedWith: z.array(GuardianIdSchema),
});
export type SharedDocument = z.infer<typeof SharedDocumentSchema>;
