import { ROLE_CODE } from '../codes/code-systems.js';
import { codeSet } from '../codes/code-set.js';
import { conceptIn, REFERENCE } from '../fhir/datatypes.js';
import { list, may, must } from '../fhir/shape.js';
import { resource } from './resource-shape.js';

/** klgateway-children-related-parent: says of which child a citizen is a parent. */
export const relatedParent = resource(
  'RelatedPerson',
  {
    id: must('id'),
    active: may('boolean'),
    patient: must(REFERENCE),
    relationship: list(conceptIn(codeSet([ROLE_CODE, ['PRN']]))),
  },
  {
    forbids: ['identifier', 'name', 'telecom', 'gender', 'birthDate', 'address', 'photo', 'period', 'communication'],
  },
);
