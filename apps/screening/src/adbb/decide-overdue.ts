import type { ChildRecord } from '../record/child-record.js';
import type { Occasion } from '../record/occasion.js';
import { RecordDraft } from '../record/record-draft.js';
import { resultKey } from './adbb-result.js';
import { isDue } from './adbb.rules.js';
import { judgeAnew } from './judge-anew.js';

/**
 * R4: a repeat that nothing has decided by 00:00 on its overdue day becomes overdue, once. It happened at that midnight, in
 * the trace of the entry that asked for the repeat, whenever it is noticed.
 */
export function decideOverdue(record: ChildRecord, at: string, occasion: Occasion): RecordDraft {
  const { judgement, results } = record.adbb;
  const first = results.find(({ resultId }) => resultId === judgement?.first);
  if (judgement?.level !== 'repeat_due' || !first || judgement.overdueAt === null || !isDue(judgement, at)) {
    return new RecordDraft(record, occasion);
  }
  const draft = new RecordDraft(record, {
    ...occasion,
    occurredAt: judgement.overdueAt,
    traceparent: first.traceparent,
    eventId: null,
  });
  judgeAnew(draft, { key: resultKey(first), resultId: first.resultId, overdueAt: judgement.overdueAt });
  return draft;
}
