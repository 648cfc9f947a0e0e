import type { ChildFact } from '../record/child-fact.js';
import type { RecordDocument } from './record-document.js';

type Written = Extract<ChildFact, { type: 'document.written' }>;

function written(documents: RecordDocument[], { data, occurredAt }: Written): RecordDocument[] {
  const { documentId, kind, version, author, basedOnResultId } = data;
  const next = { version, writtenAt: occurredAt, author, basedOnResultId, sharings: [] };
  if (version === 1) return [...documents, { documentId, kind, versions: [next], openings: [] }];
  return documents.map((document) =>
    document.documentId === documentId ? { ...document, versions: [...document.versions, next] } : document,
  );
}

/** How the facts about documents change the documents of the record. An opening heard of before its document is left to the facts. */
export function evolveDocuments(documents: RecordDocument[], fact: ChildFact): RecordDocument[] {
  switch (fact.type) {
    case 'document.written':
      return written(documents, fact);
    case 'document.shared': {
      const { documentId, version, guardianIds, author, corrected, judgement } = fact.data;
      const sharing = { at: fact.occurredAt, guardianIds, by: author, corrected, judgement };
      return documents.map((document) =>
        document.documentId === documentId
          ? {
              ...document,
              versions: document.versions.map((each) =>
                each.version === version ? { ...each, sharings: [...each.sharings, sharing] } : each,
              ),
            }
          : document,
      );
    }
    case 'document.opened': {
      const { documentId, version, guardianId } = fact.data;
      const opening = { version, guardianId, at: fact.occurredAt };
      return documents.map((document) =>
        document.documentId === documentId ? { ...document, openings: [...document.openings, opening] } : document,
      );
    }
    default:
      return documents;
  }
}
