import { z } from 'zod';
import type { RecordDocument } from './record-document.js';

const AuthorViewSchema = z.object({ subject: z.string(), role: z.string(), organisation: z.string() });

export const DocumentViewSchema = z.object({
  documentId: z.uuid(),
  kind: z.enum(['health_visit_summary']),
  versions: z.array(
    z.object({
      version: z.int(),
      writtenAt: z.string(),
      author: AuthorViewSchema,
      basedOnResultId: z.uuid().nullable(),
      shared: z.array(z.object({ at: z.string(), guardianIds: z.array(z.uuid()), corrected: z.boolean() })),
    }),
  ),
  openings: z.array(z.object({ version: z.int(), guardianId: z.uuid(), at: z.string() })),
});

/** A document of the record as staff see it in the list: who wrote and shared which version when, without the text. */
export function documentView({
  documentId,
  kind,
  versions,
  openings,
}: RecordDocument): z.infer<typeof DocumentViewSchema> {
  return {
    documentId,
    kind,
    versions: versions.map(({ version, writtenAt, author, basedOnResultId, sharings }) => ({
      version,
      writtenAt,
      author: { subject: author.subject, role: author.role, organisation: author.organisation },
      basedOnResultId,
      shared: sharings.map(({ at, guardianIds, corrected }) => ({ at, guardianIds, corrected })),
    })),
    openings,
  };
}
