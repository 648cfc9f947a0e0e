import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import type { ChildRecord } from '../record/child-record.js';
import type { Occasion } from '../record/occasion.js';
import { RecordDraft } from '../record/record-draft.js';
import type { RuleSet } from '../rule-sets/rule-set.js';
import { resultKey } from './adbb-result.js';
import { decideOverdue } from './decide-overdue.js';
import { judgeAnew } from './judge-anew.js';
import { takeResult, withdrawResult } from './decide-adbb-result.js';

function fileEntry(draft: RecordDraft, entry: JournalEntryReceivedV1): void {
  const { municipality: _, childId: __, adbb, ...filed } = entry;
  draft.add('journal_entry.filed', { ...filed, adbbCount: adbb.length });
}

/**
 * What a journal's entry does to a child's record: it is filed, its results stand, replace or withdraw, and the level is
 * derived once from all that stands afterwards. A repeat whose midnight had passed when the entry came in was overdue first,
 * so that the outcome does not depend on whether the night's job came before.
 */
export function decideJournalEntry(
  record: ChildRecord,
  entry: JournalEntryReceivedV1,
  rules: RuleSet,
  occasion: Occasion,
): RecordDraft {
  const overdue = decideOverdue(record, occasion.occurredAt, occasion);
  const draft = new RecordDraft(overdue.record, occasion, overdue.facts);
  fileEntry(draft, entry);
  let changed = false;
  for (const reported of entry.adbb) changed = takeResult(draft, reported, entry, rules) || changed;
  for (const { resourceType, resourceId } of entry.withdrawn) {
    if (resourceType !== 'QuestionnaireResponse') continue;
    const key = resultKey({ sourceSystem: entry.sourceSystem, recordId: resourceId });
    changed = withdrawResult(draft, key) || changed;
  }
  if (changed) judgeAnew(draft);
  return draft;
}
