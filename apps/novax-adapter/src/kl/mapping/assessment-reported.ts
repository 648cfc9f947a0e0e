import type { AssessmentReported } from '#contracts/events/journal-entry-received.js';
import { copenhagenDate } from '../copenhagen.js';
import { linkIdStep, type Faults } from '../fhir/faults.js';
import type { FhirObject } from '../fhir/fhir-object.js';
import type { Answers } from '../questionnaires/judge-answers.js';
import type { Questionnaire } from '../questionnaires/questionnaire.js';
import { topiItem, topiPositions } from '../questionnaires/topi.js';

const ORDINALS: Record<string, 1 | 2 | 3> = { [topiPositions[0]]: 1, [topiPositions[1]]: 2, [topiPositions[2]]: 3 };

/** A questionnaire about the child other than ADBB; null, with a warning, when its status says it is not final. */
export function assessmentReported(
  response: FhirObject,
  { name }: Questionnaire,
  answers: Answers,
  faults: Faults,
): AssessmentReported | null {
  const status = response['status'];
  if (name === 'adbb' || name === 'epds') return null;
  if (status !== 'completed' && status !== 'amended') {
    faults.at(['status'], () => faults.warn('NOT_SHOWN'));
    return null;
  }
  const date = copenhagenDate(response['authored']);
  if (date === null) {
    faults.at(['authored'], () => faults.add('SHAPE_INVALID', 'The full day of the assessment is needed.'));
    return null;
  }
  const position = answers.get(topiItem);
  if (name === 'topi' && position === undefined) {
    faults.at(['item', linkIdStep(topiItem)], () => faults.warn('ITEM_MISSING'));
  }
  const score = answers.get('score');
  return {
    resourceId: response['id'] as string,
    status: status === 'amended' ? 'amended' : 'final',
    scheme: name,
    ordinal: name === 'topi' ? (ORDINALS[String(position)] ?? null) : null,
    score: typeof score === 'number' ? score : null,
    date,
  };
}

/** A total that disagrees with its items is told to the sender as a warning: published reports have it. */
export function warnOfTotal({ summed }: Questionnaire, answers: Answers, faults: Faults): void {
  const score = answers.get('score');
  if (summed.length === 0 || score === undefined || !summed.every((linkId) => answers.has(linkId))) return;
  const total = summed.reduce((sum, linkId) => sum + Number(answers.get(linkId)), 0);
  if (total !== score) faults.at(['item', linkIdStep('score')], () => faults.warn('SCORE_MISMATCH'));
}
