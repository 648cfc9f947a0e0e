import type { ChildRecord } from '../record/child-record.js';
import type { FactData } from '../record/child-fact.js';
import type { Occasion } from '../record/occasion.js';
import { RecordDraft } from '../record/record-draft.js';
import { openTask } from '../tasks/repeat-tasks.rules.js';

export type LetterFactType = Extract<keyof FactData, `letter.${string}`>;

/**
 * Takes note of a letter's step. A letter that will not arrive gives the unit the task to reach the parent another way
 * (S6); one that arrives after all takes that task back.
 */
export function decideLetter<Type extends LetterFactType>(
  record: ChildRecord,
  type: Type,
  data: FactData[Type],
  occasion: Occasion,
): RecordDraft {
  const draft = new RecordDraft(record, occasion);
  draft.add(type, data);
  const letter = draft.record.letters.find(({ letterId }) => letterId === data.letterId);
  if (letter?.state === 'failed') {
    openTask(draft, {
      kind: 'reach_parent_another_way',
      role: null,
      about: data.letterId,
      resultId: null,
      letterId: data.letterId,
      window: null,
    });
  }
  if (letter?.state === 'delivered') {
    const open = draft.record.tasks.find(({ about, state }) => about === data.letterId && state === 'open');
    if (open) draft.add('task.closed', { taskId: open.taskId, closing: { reason: 'withdrawn', by: null } });
  }
  return draft;
}
