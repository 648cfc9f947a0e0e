import { isDeepStrictEqual } from 'node:util';
import type { RecordDraft } from '../record/record-draft.js';
import { alignRepeatTasks } from '../tasks/repeat-tasks.rules.js';
import { resultKey } from './adbb-result.js';
import { judge, type Judgement, type OverdueMark } from './adbb.rules.js';

const visible = (judgement: Judgement | null) => ({
  level: judgement?.level ?? null,
  late: judgement?.late ?? false,
  window: judgement?.window ?? null,
});

/** A confirmed result suggests a focus point, once for each result that asked for the repeat. */
function suggestFocusPoint(draft: RecordDraft): void {
  const { judgement, results, focusPoints } = draft.record.adbb;
  if (judgement?.level !== 'sustained') return;
  const first = results.find(({ resultId }) => resultId === judgement.first);
  if (!first || focusPoints.some(({ key }) => key === resultKey(first))) return;
  draft.add('focus_point.suggested', { key: resultKey(first), resultId: judgement.basis });
}

/** Derives the level again from the results that stand, and what follows from it. `mark`: a repeat that has just become overdue. */
export function judgeAnew(draft: RecordDraft, mark?: OverdueMark & { resultId: string }): void {
  const { adbb } = draft.record;
  const judgement = judge(adbb.results, mark ? [...adbb.overdue, mark] : adbb.overdue);
  if (!isDeepStrictEqual(judgement, adbb.judgement)) {
    const told = !isDeepStrictEqual(visible(judgement), visible(adbb.judgement));
    draft.add('level.judged', { judgement, previous: adbb.judgement?.level ?? null, told });
  }
  if (mark) draft.add('repeat.overdue', mark);
  alignRepeatTasks(draft);
  suggestFocusPoint(draft);
}
