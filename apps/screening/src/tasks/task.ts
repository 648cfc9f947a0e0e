import type { Author } from '../record/author.js';

export type TaskKind = 'repeat_observation' | 'repeat_overdue' | 'reach_parent_another_way' | 'information_request';

/** Why a task ended: decided by an observation, withdrawn because its ground fell away, or closed by a person. */
export interface TaskClosing {
  reason: 'decided' | 'withdrawn' | 'done';
  at: string;
  by: Author | null;
}

/** Something that a unit must do for one child. */
export interface Task {
  taskId: string;
  kind: TaskKind;
  /** Who it is for in the child's unit; null: anybody who works with the child there. */
  role: 'health_visitor' | 'institution_leader' | null;
  /** What it is about: the key and window of a repeat, a letter or an information request. Two tasks of a kind about the same are one. */
  about: string;
  resultId: string | null;
  letterId: string | null;
  window: { from: string; to: string } | null;
  state: 'open' | 'closed';
  openedAt: string;
  closing: TaskClosing | null;
}
