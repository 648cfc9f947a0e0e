import { z } from 'zod';
import type { RecordDocument } from './record-document.js';

const AuthorViewSchema = z.object({
  /** Null for readers outside the unit. */
  subject: z.string().nullable(),
  role: z.string(),
  organisation: z.string(),
});

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

/** The same for a receiver outside the unit: the versions that guardians were shown, without who is who. */
export function documentViewForReceiver(document: RecordDocument): z.infer<typeof DocumentViewSchema> {
  const { documentId, kind, versions } = documentView(document);
  return {
    documentId,
    kind,
    versions: versions
      .filter(({ shared }) => shared.length > 0)
      .map((version) => ({
        ...version,
        author: { ...version.author, subject: null },
        basedOnResultId: null,
        shared: version.shared.map((sharing) => ({ ...sharing, guardianIds: [] })),
      })),
    openings: [],
  };
}
