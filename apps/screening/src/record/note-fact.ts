import type { ChildRecord } from './child-record.js';
import type { FactData, FactType } from './child-fact.js';
import type { Occasion } from './occasion.js';
import { RecordDraft } from './record-draft.js';

/** Takes note of something from which nothing else follows. */
export function noteFact<Type extends FactType>(
  record: ChildRecord,
  type: Type,
  data: FactData[Type],
  occasion: Occasion,
): RecordDraft {
  const draft = new RecordDraft(record, occasion);
  draft.add(type, data);
  return draft;
}
