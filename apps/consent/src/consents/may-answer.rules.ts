import type { ConsentDecision } from '#contracts/questions/consents.js';
import type { ConsentStanding } from './consent-state.rules.js';
import type { AnsweredAs } from './consent-record.js';

/**
 * What somebody who has a say may answer now. Once it has ended nobody answers: a new consent needs everybody again (R14). Whoever has a say
 * may withdraw what was complete, also what others granted.
 */
export function mayAnswer(
  { state, history, completedAt, endedAt }: ConsentStanding,
  answererId: string,
  as: AnsweredAs,
): ConsentDecision[] {
  if (endedAt) return [];
  const own = as === 'young_person' ? history.youngPerson : (history.guardians.get(answererId) ?? null);
  if (own === 'granted') return ['withdrawn'];
  const first: ConsentDecision[] = state === 'active' || own === 'declined' ? ['granted'] : ['granted', 'declined'];
  return completedAt ? [...first, 'withdrawn'] : first;
}
