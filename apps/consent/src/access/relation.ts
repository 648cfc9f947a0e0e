/**
 * What stands between the asker and the child, in the words of the policy.
 *
 * Staff: `own_unit` is the child's health-visiting unit; `administration` keeps registers and sees no content.
 * Guardians: `holder` holds custody now; from the child's 15th birthday that is `holder_of_young_person`, and the child itself is
 * `young_person`.
 * `custody_unknown`: the register has not answered, so nothing may rest on custody.
 */
export type Relation =
  | 'operations'
  | 'own_unit'
  | 'other_institution'
  | 'administration'
  | 'other_municipality'
  | 'unknown_child'
  | 'holder'
  | 'holder_of_young_person'
  | 'young_person'
  | 'not_holder'
  | 'custody_unknown';
