import { FBOE } from '../codes/code-systems.js';
import { codeSet } from '../codes/code-set.js';
import { conditions } from '../codes/conditions.js';
import { interventions } from '../codes/interventions.js';
import { codingIn, PERIOD_FROM, REFERENCE } from '../fhir/datatypes.js';
import { list, may, must, object, primitive } from '../fhir/shape.js';
import { resource } from './resource-shape.js';

const detail = object(
  {
    code: must(object({ coding: list(codingIn(codeSet([FBOE, interventions])), 1, 1) }, { forbids: ['text'] })),
    reasonCode: list(object({ coding: list(codingIn(codeSet([FBOE, conditions]))), text: may('string') })),
    status: must(
      primitive(
        'code',
        'not-started',
        'scheduled',
        'in-progress',
        'on-hold',
        'completed',
        'cancelled',
        'stopped',
        'unknown',
        'entered-in-error',
      ),
    ),
    performer: list(REFERENCE),
  },
  {
    forbids: [
      'kind',
      'instantiatesCanonical',
      'instantiatesUri',
      'reasonReference',
      'goal',
      'statusReason',
      'doNotPerform',
      'scheduledTiming',
      'scheduledPeriod',
      'scheduledString',
      'location',
      'productCodeableConcept',
      'productReference',
      'dailyAmount',
      'quantity',
      'description',
    ],
  },
);

/** klgateway-children-intervention: what the health visitor does about a need. */
export const intervention = resource(
  'CarePlan',
  {
    id: must('id'),
    status: must(
      primitive('code', 'draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'),
    ),
    intent: must(primitive('code', 'plan')),
    subject: must(REFERENCE),
    period: must(PERIOD_FROM),
    activity: list(
      object(
        { detail: must(detail) },
        { forbids: ['outcomeCodeableConcept', 'outcomeReference', 'progress', 'reference'] },
      ),
      1,
      1,
    ),
  },
  {
    forbids: [
      'identifier',
      'instantiatesCanonical',
      'instantiatesUri',
      'basedOn',
      'replaces',
      'partOf',
      'category',
      'title',
      'description',
      'encounter',
      'created',
      'author',
      'contributor',
      'careTeam',
      'addresses',
      'supportingInfo',
      'goal',
      'note',
    ],
  },
);
