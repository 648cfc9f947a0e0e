import type { ResultNumbers } from '#contracts/questions/shared-documents.js';
import { adbbItems } from '../adbb/adbb-items.js';
import { explainLevel, explainResult } from '../adbb/explanation.rules.js';
import type { Language } from '../adbb/level-words.js';
import type { ChildRecord } from '../record/child-record.js';
import { resultBehind } from './document.rules.js';
import type { RecordDocument } from './record-document.js';

/** One version as guardians may read it. */
export interface SharedVersion {
  documentId: string;
  kind: 'health_visit_summary';
  version: number;
  sharedAt: string;
  corrected: boolean;
  /** Earlier versions that were shared too, oldest first. */
  earlierVersions: number[];
  sharedWith: string[];
  explanation: { da: string; en: string } | null;
  numbers: ResultNumbers | null;
}

/**
 * Whoever it was shared with, and whoever has come to hold custody since (R11) or to answer for themselves (R16). Who no longer does
 * is refused at the portal.
 */
function readers(record: ChildRecord, document: RecordDocument, current: readonly string[]): string[] {
  const told = document.versions.flatMap(({ sharings }) => sharings.flatMap(({ guardianIds }) => guardianIds));
  return [...new Set([...told, ...(record.custody?.guardianIds ?? []), ...current])];
}

type Version = RecordDocument['versions'][number];

/** What was known of the result when the version was shared, in words for a parent. */
function explanationOf(record: ChildRecord, { basedOnResultId, sharings }: Version): SharedVersion['explanation'] {
  const result = resultBehind(record, basedOnResultId);
  if (!result) return null;
  const judgement = sharings.at(-1)?.judgement ?? null;
  const say = (language: Language): string =>
    judgement
      ? explainLevel(judgement, record.adbb.results, language).parent
      : explainResult(result, null, language).parent;
  return { da: say('da'), en: say('en') };
}

function numbersOf(record: ChildRecord, { basedOnResultId }: Version): ResultNumbers | null {
  const result = resultBehind(record, basedOnResultId);
  if (!result) return null;
  const { observedOn, total, cutOff } = result;
  const items = adbbItems.map(({ da, en }, nth) => ({ da, en, value: result.items[nth] ?? 0 }));
  return { observedOn, items, total, cutOff };
}

/** The versions of a document that were shared, newest first. `current`: who stands for the child now, where that was asked. */
export function sharedVersions(
  record: ChildRecord,
  document: RecordDocument,
  current: readonly string[] = [],
): SharedVersion[] {
  const shared = document.versions.filter(({ sharings }) => sharings.length > 0);
  return shared
    .map((version, nth) => ({
      documentId: document.documentId,
      kind: document.kind,
      version: version.version,
      sharedAt: version.sharings[0]!.at,
      corrected: nth > 0,
      earlierVersions: shared.slice(0, nth).map((each) => each.version),
      sharedWith: readers(record, document, current),
      explanation: explanationOf(record, version),
      numbers: numbersOf(record, version),
    }))
    .toReversed();
}

/** The newest shared version of each document that the guardian may read, the latest shared first. */
export function sharedWithGuardian(
  record: ChildRecord,
  guardianId: string,
  current: readonly string[],
): SharedVersion[] {
  return record.documents
    .flatMap((document) => sharedVersions(record, document, current).slice(0, 1))
    .filter(({ sharedWith }) => sharedWith.includes(guardianId))
    .toSorted((a, b) => (a.sharedAt > b.sharedAt ? -1 : a.sharedAt < b.sharedAt ? 1 : 0));
}
