import type { ChildFact } from '../record/child-fact.js';
import type { Task } from './task.js';

/** Who asked for information without holding custody is the leader's matter; all other tasks are the unit's. */
export function mayKnowOf({ kind }: Pick<Task, 'kind'>, role: string): boolean {
  return kind !== 'information_request' || role === 'institution_leader';
}

/** The facts without those about tasks that are not for this role. */
export function factsFor<Placed extends { fact: ChildFact }>(placed: readonly Placed[], role: string): Placed[] {
  const hidden = new Set(
    placed.flatMap(({ fact }) =>
      fact.type === 'task.opened' && !mayKnowOf(fact.data.task, role) ? [fact.data.task.taskId] : [],
    ),
  );
  return placed.filter(({ fact }) => {
    if (fact.type === 'task.opened') return !hidden.has(fact.data.task.taskId);
    return fact.type !== 'task.closed' || !hidden.has(fact.data.taskId);
  });
}
