import type { ChildRecord } from '../record/child-record.js';
import type { Occasion } from '../record/occasion.js';
import { RecordDraft } from '../record/record-draft.js';
import { openTask } from '../tasks/repeat-tasks.rules.js';

interface AboutRequest {
  informationRequestId: string;
}

/** One task a request, for the leader alone: that somebody without custody asks is nobody else's to know. */
export function decideRequested(
  record: ChildRecord,
  { informationRequestId }: AboutRequest,
  occasion: Occasion,
): RecordDraft {
  const draft = new RecordDraft(record, occasion);
  openTask(draft, {
    kind: 'information_request',
    role: 'institution_leader',
    about: informationRequestId,
    resultId: null,
    letterId: null,
    window: null,
  });
  return draft;
}

/** The answer itself ends the task; whether information was given stands in consent alone. */
export function decideAnswered(
  record: ChildRecord,
  { informationRequestId }: AboutRequest,
  occasion: Occasion,
): RecordDraft {
  const draft = new RecordDraft(record, occasion);
  const open = record.tasks.find(
    ({ kind, about, state }) => kind === 'information_request' && about === informationRequestId && state === 'open',
  );
  if (open) draft.add('task.closed', { taskId: open.taskId, closing: { reason: 'done', by: null } });
  return draft;
}
