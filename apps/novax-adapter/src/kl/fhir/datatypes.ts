import { holds, type CodeSet } from '../codes/code-set.js';
import type { Faults } from './faults.js';
import { isObject, objectsAt, type FhirObject } from './fhir-object.js';
import { list, may, must, object, primitive, type ObjectShape } from './shape.js';

const codingElements = {
  system: may('uri'),
  version: may('string'),
  code: may('code'),
  display: may('string'),
  userSelected: may('boolean'),
};

export const CODING = object(codingElements);

/** A Coding whose system and code must be in a closed set. */
export const codingIn = (set: CodeSet, forbids: readonly string[] = []): ObjectShape =>
  object(without(codingElements, forbids), {
    forbids,
    check: (coding, faults) => {
      if (!holds(set, coding['system'], coding['code'])) notInSet(faults);
    },
  });

export const CODEABLE_CONCEPT = object({ coding: list(CODING), text: may('string') });

/** A CodeableConcept with at least one coding from a closed set. */
export const conceptIn = (set: CodeSet): ObjectShape =>
  object(
    { coding: list(CODING), text: may('string') },
    {
      check: (concept, faults) => {
        const codings = objectsAt(concept, 'coding');
        if (!codings.some((coding) => holds(set, coding['system'], coding['code']))) notInSet(faults);
      },
    },
  );

/** A CodeableConcept with exactly one coding, which is from a closed set. */
export const conceptOfOne = (set: CodeSet): ObjectShape =>
  object({ coding: list(codingIn(set), 1, 1), text: may('string') });

function notInSet(faults: Faults): void {
  faults.enter('code');
  faults.add('CODE_INVALID', 'The code is not in the value set that the guide requires here.');
  faults.leave();
}

export const PERIOD_FROM = object({ start: must('dateTime'), end: may('dateTime') });
export const PERIOD = object({ start: may('dateTime'), end: may('dateTime') });

const IDENTIFIER_USES = primitive('code', 'usual', 'official', 'temp', 'secondary', 'old');

/** An Identifier of one system; what its value may be is judged by the rule given. */
export const identifierOf = (system: string, check: (value: string, faults: Faults) => void): ObjectShape =>
  object(
    {
      use: may(IDENTIFIER_USES),
      type: may(CODEABLE_CONCEPT),
      system: must(primitive('uri', system)),
      value: must('string'),
      period: may(PERIOD),
    },
    {
      forbids: ['assigner'],
      check: (identifier, faults) => {
        const value = identifier['value'];
        if (typeof value !== 'string') return;
        faults.enter('value');
        check(value, faults);
        faults.leave();
      },
    },
  );

/** A reference to another resource of the same report; that it resolves is judged with the whole report. */
export const REFERENCE = object({
  reference: must('string'),
  type: may('uri'),
  identifier: may(
    object(
      { use: may(IDENTIFIER_USES), system: may('uri'), value: may('string') },
      { forbids: ['type', 'period', 'assigner'] },
    ),
  ),
  display: may('string'),
});

export const META = object({
  versionId: may('id'),
  lastUpdated: may('instant'),
  source: may('uri'),
  profile: list('uri'),
  security: list(CODING),
  tag: list(CODING),
});

export const NARRATIVE = object({
  status: must(primitive('code', 'generated', 'extensions', 'additional', 'empty')),
  div: must('xhtml'),
});

/** Element table without the names a profile forbids. */
function without<T>(elements: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(elements).filter(([name]) => !names.includes(name)));
}

/** The codings of a CodeableConcept, as far as they are objects. */
export function codingsOf(concept: unknown): FhirObject[] {
  return isObject(concept) ? objectsAt(concept, 'coding') : [];
}
