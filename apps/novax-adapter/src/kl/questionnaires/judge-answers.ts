import { linkIdStep, type Faults } from '../fhir/faults.js';
import { isObject, objectsAt, type FhirObject } from '../fhir/fhir-object.js';
import type { AnswerRule, Questionnaire } from './questionnaire.js';

export type Answers = ReadonlyMap<string, number | boolean | string>;

/**
 * Judges each item of a response against its questionnaire: linkIds known and given once, one answer each, of the right
 * type and within range. Returns the sound answers by linkId.
 */
export function judgeAnswers(response: FhirObject, questionnaire: Questionnaire, faults: Faults): Answers {
  const answers = new Map<string, number | boolean | string>();
  const seen = new Set<unknown>();
  for (const item of objectsAt(response, 'item')) {
    const linkId = item['linkId'];
    const rule = typeof linkId === 'string' ? questionnaire.items.get(linkId) : undefined;
    faults.enter('item');
    faults.enter(linkIdStep(linkId));
    if (rule === undefined) faults.add('ITEM_UNKNOWN', 'The questionnaire has no item of this linkId.');
    else if (seen.has(linkId)) faults.add('SHAPE_INVALID', 'The item stands twice.');
    else {
      const answer = judgeAnswer(item, rule, faults);
      if (answer !== undefined) answers.set(linkId as string, answer);
    }
    seen.add(linkId);
    faults.leave();
    faults.leave();
  }
  return answers;
}

function judgeAnswer(item: FhirObject, rule: AnswerRule, faults: Faults): number | boolean | string | undefined {
  const list = item['answer'];
  const answer: unknown = Array.isArray(list) ? list[0] : undefined;
  if (!isObject(answer)) {
    faults.add('ITEM_MISSING', 'The item has no answer.');
    return undefined;
  }
  const value = answer[VALUE_NAMES[rule.kind]];
  if (isAnswer(value, rule)) return value;
  faults.add('ITEM_OUT_OF_RANGE', expected(rule));
  return undefined;
}

const VALUE_NAMES = { integer: 'valueInteger', boolean: 'valueBoolean', choice: 'valueString' } as const;

function expected(rule: AnswerRule): string {
  switch (rule.kind) {
    case 'integer':
      return `A whole number from ${rule.min} to ${rule.max} is expected in valueInteger.`;
    case 'boolean':
      return 'true or false is expected in valueBoolean.';
    case 'choice':
      return 'One of the answers of the questionnaire, letter by letter, is expected in valueString.';
  }
}

/** Also holds `questionnaire-response-string-length` (1-30 characters): every option is that short. */
function isAnswer(value: unknown, rule: AnswerRule): value is number | boolean | string {
  switch (rule.kind) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= rule.min && value <= rule.max;
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && rule.options.includes(value);
  }
}
