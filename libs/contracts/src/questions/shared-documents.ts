import { z } from 'zod';
import { ChildIdSchema, DocumentIdSchema, GuardianIdSchema } from '../ids.js';
import { DateSchema, InstantSchema } from '../values.js';

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

/** A result in numbers for a parent who asks for them: eight items of 0 to 4, and their sum beside the cut-off. */
const ResultNumbersSchema = z.object({
  observedOn: DateSchema,
  items: z.array(z.object({ da: z.string(), en: z.string(), value: z.int() })),
  total: z.int(),
  cutOff: z.int(),
});
export type ResultNumbers = z.infer<typeof ResultNumbersSchema>;

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
  /** The numbers of that result, each with its name; null when there is none. */
  numbers: ResultNumbersSchema.nullable().default(null),
  sharedAt: InstantSchema,
  corrected: z.boolean(),
  earlierVersions: z.array(z.int().min(1)),
  sharedWith: z.array(GuardianIdSchema),
});
export type SharedDocument = z.infer<typeof SharedDocumentSchema>;
