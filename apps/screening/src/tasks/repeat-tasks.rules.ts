import { resultKey, type AdbbResult } from '../adbb/adbb-result.js';
import type { Judgement } from '../adbb/adbb.rules.js';
import { namedUuid } from '#contracts/named-uuid.js';
import type { RecordDraft } from '../record/record-draft.js';
import type { Task, TaskKind } from './task.js';

type WantedTask = Omit<Task, 'taskId' | 'state' | 'openedAt' | 'closing'>;

const repeatKinds: readonly TaskKind[] = ['repeat_observation', 'repeat_overdue'];

function wantedTasks(judgement: Judgement | null, results: readonly AdbbResult[]): WantedTask[] {
  if (judgement?.level !== 'repeat_due' && judgement?.level !== 'repeat_overdue') return [];
  const first = results.find(({ resultId }) => resultId === judgement.first);
  if (!first) return [];
  const shared = {
    about: `${resultKey(first)}|${judgement.window?.from ?? ''}`,
    resultId: first.resultId,
    letterId: null,
    window: judgement.window,
  };
  const repeat: WantedTask = { ...shared, kind: 'repeat_observation', role: 'health_visitor' };
  const leader: WantedTask = { ...shared, kind: 'repeat_overdue', role: 'institution_leader' };
  return judgement.level === 'repeat_overdue' ? [repeat, leader] : [repeat];
}

const isSame = (task: Task, wanted: WantedTask): boolean => task.kind === wanted.kind && task.about === wanted.about;

/** Opens a task unless one about the same is open already or was finished by a person. Tells whether it did. */
export function openTask(draft: RecordDraft, wanted: WantedTask): boolean {
  const earlier = draft.record.tasks.filter((task) => isSame(task, wanted));
  if (earlier.some(({ state, closing }) => state === 'open' || closing?.reason === 'done')) return false;
  const taskId = namedUuid('task', draft.record.childId, wanted.kind, wanted.about, String(earlier.length));
  draft.add('task.opened', { task: { taskId, ...wanted } });
  return true;
}

/** Brings the tasks about a repeat in line with the level: what is no longer wanted is closed, what is missing is opened (R4). */
export function alignRepeatTasks(draft: RecordDraft): void {
  const { judgement, results } = draft.record.adbb;
  const wanted = wantedTasks(judgement, results);
  const reason = judgement?.level === 'sustained' || judgement?.level === 'not_confirmed' ? 'decided' : 'withdrawn';
  for (const task of draft.record.tasks) {
    if (task.state !== 'open' || !repeatKinds.includes(task.kind)) continue;
    if (wanted.some((each) => isSame(task, each))) continue;
    draft.add('task.closed', { taskId: task.taskId, closing: { reason, by: null } });
  }
  for (const each of wanted) {
    const opened = openTask(draft, each);
    if (opened && each.kind === 'repeat_observation' && each.resultId && each.window) {
      draft.add('repeat.requested', { resultId: each.resultId, window: each.window });
    }
  }
}
