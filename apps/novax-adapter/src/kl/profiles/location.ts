import { INSTITUTION_REGISTER, ROLE_CODE } from '../codes/code-systems.js';
import { codeSet } from '../codes/code-set.js';
import { conceptIn } from '../fhir/datatypes.js';
import { list, may, must, object, primitive } from '../fhir/shape.js';
import { resource } from './resource-shape.js';

const SCHOOL = codeSet([ROLE_CODE, ['SCHOOL']]);

/** klgateway-children-location: a school by its number in the register of institutions. */
export const location = resource(
  'Location',
  {
    id: must('id'),
    identifier: list(
      object(
        { system: must(primitive('uri', INSTITUTION_REGISTER)), value: must('string') },
        { forbids: ['use', 'type', 'period', 'assigner'] },
      ),
      1,
      1,
    ),
    status: may(primitive('code', 'active', 'suspended', 'inactive')),
    type: list(conceptIn(SCHOOL), 1, 1),
  },
  {
    forbids: [
      'operationalStatus',
      'name',
      'alias',
      'description',
      'mode',
      'telecom',
      'address',
      'physicalType',
      'position',
      'managingOrganization',
      'partOf',
      'hoursOfOperation',
      'availabilityExceptions',
      'endpoint',
    ],
  },
);
