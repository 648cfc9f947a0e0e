import { z } from 'zod';
import { WindowSchema } from '#contracts/values.js';
import type { Task, TaskKind } from './task.js';

export const TaskKindSchema = z.enum([
  'repeat_observation',
  'repeat_overdue',
  'reach_parent_another_way',
  'information_request',
]);

export const TaskViewSchema = z.object({
  taskId: z.uuid(),
  kind: TaskKindSchema,
  words: z.object({ da: z.string(), en: z.string() }),
  role: z.enum(['health_visitor', 'institution_leader']).nullable(),
  state: z.enum(['open', 'closed']),
  window: WindowSchema.nullable(),
  resultId: z.uuid().nullable(),
  letterId: z.uuid().nullable(),
  /** To be answered at consent's door, which ends the task. */
  informationRequestId: z.uuid().nullable(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  closedBecause: z.enum(['decided', 'withdrawn', 'done']).nullable(),
});

export const taskWords: Record<TaskKind, { da: string; en: string }> = {
  repeat_observation: { da: 'Gentag observationen', en: 'Repeat the observation' },
  repeat_overdue: { da: 'Gentagelsen er overskredet: følg op', en: 'The repeat is overdue: follow up' },
  reach_parent_another_way: { da: 'Nå forælderen på anden vis', en: 'Reach the parent another way' },
  information_request: {
    da: 'Besvar en anmodning om oplysninger',
    en: 'Answer a request for information',
  },
};

/** A task as its unit reads it. */
export function taskView(task: Task): z.infer<typeof TaskViewSchema> {
  return {
    taskId: task.taskId,
    kind: task.kind,
    words: taskWords[task.kind],
    role: task.role,
    state: task.state,
    window: task.window && { from: task.window.from, to: task.window.to },
    resultId: task.resultId,
    letterId: task.letterId,
    informationRequestId: task.kind === 'information_request' ? task.about : null,
    openedAt: task.openedAt,
    closedAt: task.closing?.at ?? null,
    closedBecause: task.closing?.reason ?? null,
  };
}
