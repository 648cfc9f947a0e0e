import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { CPR_SYSTEM, SOR_SYSTEM } from '../codes/code-systems.js';
import type { Faults } from '../fhir/faults.js';
import { identifierOf, REFERENCE } from '../fhir/datatypes.js';
import { list, may, must, object, primitive } from '../fhir/shape.js';
import { resource } from './resource-shape.js';

/** R20; wider than the invariant `cpr` of Danish core by the municipal replacement numbers, narrower by dates that do not exist. */
export function judgeCpr(value: string, faults: Faults): void {
  try {
    if (/^\d{10}$/.test(value) && Cpr.parse(value)) return;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
  }
  faults.add('CPR_INVALID', 'Not ten digits whose date exists.');
}

/** Invariant `min-digits-sor` of Danish core. */
export const isSorCode = (value: string): boolean => /^[0-9]{11,}$/.test(value);

function judgeSor(value: string, faults: Faults): void {
  if (!isSorCode(value)) faults.add('INVARIANT_BROKEN', 'min-digits-sor: a SOR code has at least 11 digits.');
}

/** klgateway-children-citizen: a child or a parent, known by CPR alone. */
export const citizen = resource(
  'Patient',
  {
    id: must('id'),
    identifier: list(identifierOf(CPR_SYSTEM, judgeCpr), 1, 1),
    active: may('boolean'),
    managingOrganization: must(
      object({ identifier: must(identifierOf(SOR_SYSTEM, judgeSor)) }, { forbids: ['reference', 'type', 'display'] }),
    ),
    link: list(object({ other: must(REFERENCE), type: must(primitive('code', 'seealso')) })),
  },
  {
    forbids: [
      'name',
      'telecom',
      'gender',
      'birthDate',
      'deceasedBoolean',
      'deceasedDateTime',
      'address',
      'maritalStatus',
      'multipleBirthBoolean',
      'multipleBirthInteger',
      'photo',
      'contact',
      'communication',
      'generalPractitioner',
    ],
  },
);
