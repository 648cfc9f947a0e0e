import type { AdbbReported } from '#contracts/events/journal-entry-received.js';
import { copenhagenDate, instantOf } from '../copenhagen.js';
import { linkIdStep, type Faults } from '../fhir/faults.js';
import type { FhirObject } from '../fhir/fhir-object.js';
import { adbbItems } from '../questionnaires/adbb.js';
import type { Answers } from '../questionnaires/judge-answers.js';

/** Ages at which ADBB is used (R3), both included. */
export interface AgeLimits {
  readonly minDays: number;
  readonly maxCompletedMonths: number;
}

export interface AdbbContext {
  /** `YYYY-MM-DD`; null when the child's number could not be read, which is reported elsewhere. */
  readonly childBornOn: string | null;
  /** Today in Copenhagen. */
  readonly today: string;
  readonly ageLimits: AgeLimits;
  readonly observersCertified: boolean;
}

/** R1, R3 and the observer's certification. Null when any of them is broken. */
export function judgeAdbb(
  response: FhirObject,
  answers: Answers,
  answered: ReadonlySet<unknown>,
  context: AdbbContext,
  faults: Faults,
): AdbbReported | null {
  const before = faults.issues.length;
  const status = response['status'];
  if (status !== 'completed' && status !== 'amended') {
    faults.at(['status'], () => faults.add('STATUS_NOT_FINAL', 'An ADBB observation counts when it is completed.'));
  }
  for (const linkId of adbbItems) {
    if (!answered.has(linkId)) {
      faults.at(['item', linkIdStep(linkId)], () => faults.add('ITEM_MISSING', 'One of the eight items is missing.'));
    }
  }
  const items = adbbItems.map((linkId) => answers.get(linkId)).filter((value) => typeof value === 'number');
  const total = items.reduce((sum, value) => sum + value, 0);
  const score = answers.get('score');
  if (items.length === adbbItems.length && score !== undefined && score !== total) {
    faults.at(['item', linkIdStep('score')], () =>
      faults.add('SCORE_MISMATCH', 'The score is not the sum of the items.'),
    );
  }
  const observedOn = copenhagenDate(response['authored']);
  faults.at(['authored'], () => judgeDay(observedOn, context, faults));
  if (!context.observersCertified) {
    faults.add('OBSERVER_NOT_CERTIFIED', 'The sender is not registered with certified observers.');
  }
  if (faults.issues.length > before || observedOn === null) return null;
  return {
    resourceId: response['id'] as string,
    status: status === 'amended' ? 'amended' : 'final',
    observedOn,
    observedAt: instantOf(response['authored']),
    items,
    total,
    observerCertified: true,
  };
}

function judgeDay(observedOn: string | null, context: AdbbContext, faults: Faults): void {
  if (observedOn === null) {
    faults.add('SHAPE_INVALID', 'The full day of the observation is needed.');
    return;
  }
  if (observedOn > context.today) faults.add('TIME_IN_FUTURE', 'The observation lies in the future.');
  else if (context.childBornOn !== null && !isWithinAges(context.childBornOn, observedOn, context.ageLimits)) {
    faults.add('AGE_OUT_OF_RANGE', 'The child is too young or too old for ADBB on that day.');
  }
}

const MS_PER_DAY = 86_400_000;

/** R3: whole days for the lower limit, completed calendar months for the upper one. */
export function isWithinAges(bornOn: string, observedOn: string, limits: AgeLimits): boolean {
  const days = (Date.parse(observedOn) - Date.parse(bornOn)) / MS_PER_DAY;
  const [bornYear = 0, bornMonth = 0, bornDay = 0] = bornOn.split('-').map(Number);
  const [year = 0, month = 0, day = 0] = observedOn.split('-').map(Number);
  const months = (year - bornYear) * 12 + (month - bornMonth) - (day < bornDay ? 1 : 0);
  return days >= limits.minDays && months <= limits.maxCompletedMonths;
}
