import type { ChildFact } from '../record/child-fact.js';
import type { Task } from './task.js';

/** How the facts about tasks change the tasks of the record; closed ones stay for the timeline. */
export function evolveTasks(tasks: Task[], fact: ChildFact): Task[] {
  switch (fact.type) {
    case 'task.opened':
      return [...tasks, { ...fact.data.task, state: 'open', openedAt: fact.occurredAt, closing: null }];
    case 'task.closed': {
      const { taskId, closing } = fact.data;
      return tasks.map((task) =>
        task.taskId === taskId ? { ...task, state: 'closed', closing: { ...closing, at: fact.occurredAt } } : task,
      );
    }
    default:
      return tasks;
  }
}
