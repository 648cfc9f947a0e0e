import { RefusalError } from '#contracts/refusal-error.js';
import type { AdbbResult } from '../adbb/adbb-result.js';
import type { Judgement } from '../adbb/adbb.rules.js';
import type { Author } from '../record/author.js';
import type { ChildRecord } from '../record/child-record.js';
import type { Occasion } from '../record/occasion.js';
import { RecordDraft } from '../record/record-draft.js';
import type { RecordDocument } from './record-document.js';

/** Something done to a document by somebody at a door. */
export interface DocumentAct {
  documentId: string;
  author: Author;
}

/** The document in the record; refuses NOT_FOUND. */
export function documentIn(record: ChildRecord, documentId: string): RecordDocument {
  const document = record.documents.find((each) => each.documentId === documentId);
  if (!document) throw new RefusalError('NOT_FOUND');
  return document;
}

/** A document may rest on a result that stands in this child's record. */
function checkBasis(record: ChildRecord, resultId: string | null): void {
  if (resultId === null) return;
  const result = record.adbb.results.find((each) => each.resultId === resultId);
  if (!result) throw new RefusalError('REFERENCE_UNRESOLVED', { place: 'body/basedOnResultId' });
  if (result.state === 'standing') return;
  throw new RefusalError('STATE_CONFLICT', {
    place: 'body/basedOnResultId',
    detail: 'The result was replaced or withdrawn.',
    cure: 'Read the record and name the result that stands.',
  });
}

/** What is based on a result belongs to the trace of the entry it came from (R19). */
export function traceOf(record: ChildRecord, resultId: string | null): string | null {
  return record.adbb.results.find((each) => each.resultId === resultId)?.traceparent ?? null;
}

/** A first version. The text is kept elsewhere, under the same id and version. */
export function decideWriting(
  record: ChildRecord,
  act: DocumentAct & { kind: 'health_visit_summary'; basedOnResultId: string | null },
  occasion: Occasion,
): RecordDraft {
  checkBasis(record, act.basedOnResultId);
  const draft = new RecordDraft(record, occasion);
  draft.add('document.written', { ...act, version: 1 });
  return draft;
}

/** A further version; the earlier ones stay readable. Rests on the same result unless another is named. */
export function decideCorrection(
  record: ChildRecord,
  { documentId, author, basedOnResultId }: DocumentAct & { basedOnResultId: string | null },
  occasion: Occasion,
): RecordDraft {
  checkBasis(record, basedOnResultId);
  const { kind, versions } = documentIn(record, documentId);
  const latest = versions.at(-1)!;
  const draft = new RecordDraft(record, occasion);
  draft.add('document.written', {
    documentId,
    version: latest.version + 1,
    kind,
    author,
    basedOnResultId: basedOnResultId ?? latest.basedOnResultId,
  });
  return draft;
}

/** The judgement as far as it speaks of the result; a result that others have overtaken speaks for itself alone. */
function judgementOf(judgement: Judgement | null, resultId: string | null): Judgement | null {
  if (!judgement || resultId === null) return null;
  return judgement.basis === resultId ? judgement : null;
}

/**
 * Shares the newest version with the guardians given. Sharing the same version with the same guardians again changes nothing;
 * with a new guardian among them it is shared anew.
 */
export function decideSharing(
  record: ChildRecord,
  { documentId, author, guardianIds }: DocumentAct & { guardianIds: string[] },
  occasion: Occasion,
): RecordDraft {
  const { kind, versions } = documentIn(record, documentId);
  const { version, basedOnResultId, sharings } = versions.at(-1)!;
  const draft = new RecordDraft(record, occasion);
  const reached = new Set(sharings.flatMap((sharing) => sharing.guardianIds));
  if (guardianIds.every((guardianId) => reached.has(guardianId))) return draft;
  draft.add('document.shared', {
    documentId,
    version,
    kind,
    corrected: versions.slice(0, -1).some((earlier) => earlier.sharings.length > 0),
    guardianIds,
    author,
    basedOnResultId,
    judgement: judgementOf(record.adbb.judgement, basedOnResultId),
  });
  return draft;
}

/** The result behind a version, whatever has become of it since. */
export function resultBehind(record: ChildRecord, resultId: string | null): AdbbResult | null {
  return record.adbb.results.find((each) => each.resultId === resultId) ?? null;
}
