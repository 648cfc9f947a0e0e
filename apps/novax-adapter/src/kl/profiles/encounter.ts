import { encounterClasses } from '../codes/visit-classes.js';
import { encounterTypes } from '../codes/visit-types.js';
import { codingIn, PERIOD_FROM, REFERENCE } from '../fhir/datatypes.js';
import type { Faults } from '../fhir/faults.js';
import { isObject, textAt } from '../fhir/fhir-object.js';
import { list, must, object, primitive } from '../fhir/shape.js';
import { resource } from './resource-shape.js';

/** klgateway-children-encounter: one contact between health visitor and citizen. */
export const encounter = resource(
  'Encounter',
  {
    id: must('id'),
    status: must(
      primitive(
        'code',
        'planned',
        'arrived',
        'triaged',
        'in-progress',
        'onleave',
        'finished',
        'cancelled',
        'entered-in-error',
        'unknown',
      ),
    ),
    class: must(codingIn(encounterClasses, ['version', 'userSelected'])),
    type: list(
      object({ coding: list(codingIn(encounterTypes, ['version', 'userSelected']), 1, 1) }, { forbids: ['text'] }),
      1,
      1,
    ),
    subject: must(REFERENCE),
    period: must(PERIOD_FROM),
    location: list(object({ location: must(REFERENCE) }, { forbids: ['status', 'physicalType', 'period'] }), 0, 1),
  },
  {
    forbids: [
      'identifier',
      'statusHistory',
      'classHistory',
      'serviceType',
      'priority',
      'episodeOfCare',
      'basedOn',
      'participant',
      'appointment',
      'length',
      'reasonCode',
      'reasonReference',
      'diagnosis',
      'account',
      'hospitalization',
      'serviceProvider',
      'partOf',
    ],
    check: (visit, faults) => judgeInterventions(visit['extension'], faults),
  },
);

export const BASED_ON_INTERVENTION = 'http://fhir.kl.dk/children/StructureDefinition/BasedOnInterventionExtension';

function judgeInterventions(extensions: unknown, faults: Faults): void {
  if (!Array.isArray(extensions)) return;
  extensions.forEach((extension: unknown, index) => {
    if (!isObject(extension) || extension['url'] !== BASED_ON_INTERVENTION) return;
    if (textAt(extension['valueReference'], 'reference') !== undefined) return;
    faults.at(['extension', index], () => faults.add('SHAPE_INVALID', 'A reference to an intervention is expected.'));
  });
}
