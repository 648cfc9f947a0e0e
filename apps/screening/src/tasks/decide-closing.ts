import { RefusalError } from '#contracts/refusal-error.js';
import type { Author } from '../record/author.js';
import type { ChildRecord } from '../record/child-record.js';
import type { Occasion } from '../record/occasion.js';
import { RecordDraft } from '../record/record-draft.js';

/** Closes a task that a person can finish. The repeat of an observation ends with the observation, not with a tick. */
export function decideClosing(record: ChildRecord, taskId: string, by: Author, occasion: Occasion): RecordDraft {
  const task = record.tasks.find((each) => each.taskId === taskId);
  if (!task) throw new RefusalError('NOT_FOUND');
  if (task.state === 'closed') throw new RefusalError('STATE_CONFLICT', { detail: 'The task is closed already.' });
  if (task.kind === 'repeat_observation') {
    throw new RefusalError('STATE_CONFLICT', {
      detail: 'A repeat observation is closed by the observation that decides.',
      cure: 'Observe again, or let the journal withdraw the first result.',
    });
  }
  if (task.kind === 'information_request') {
    throw new RefusalError('STATE_CONFLICT', {
      detail: 'A request for information is closed by its answer.',
      cure: 'Answer the request; the task ends by itself.',
    });
  }
  if (task.role !== null && task.role !== by.role) throw new RefusalError('ROLE_NOT_ALLOWED');
  const draft = new RecordDraft(record, occasion);
  draft.add('task.closed', { taskId, closing: { reason: 'done', by } });
  return draft;
}
