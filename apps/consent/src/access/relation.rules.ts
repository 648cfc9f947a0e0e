import type { Temporal } from 'temporal-polyfill';
import type { Asker } from '#contracts/questions/access.js';
import type { CustodyFacts } from '../custody/custody-facts.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { currentHolders } from '../custody/custody.rules.js';
import type { Relation } from './relation.js';

/** What the register of children says about the child asked for. */
export interface ChildFacts {
  municipality: string;
  healthVisitingUnit: string;
  birthDate: Temporal.PlainDate;
  /** The id by which the child itself uses the portal, from the 15th birthday. */
  youngPersonId: string | null;
}

/** How the asker stands to the child today. `custody` is null when the register has not answered recently enough. */
export function relationOf(
  asker: Asker,
  municipality: string,
  child: ChildFacts | null,
  custody: CustodyFacts | null,
  today: Temporal.PlainDate,
): Relation {
  if (asker.kind !== 'guardian') return workRelation(asker, municipality, child);
  if (!child || child.municipality !== municipality) return 'not_holder';
  if (isThatYoungPerson(asker, child, today)) return 'young_person';
  if (!custody) return 'custody_unknown';
  const holders = currentHolders(custody, child.birthDate, today);
  if (!holders.some(({ guardianId }) => guardianId === asker.guardianId)) return 'not_holder';
  return isYoungPerson(child.birthDate, today) ? 'holder_of_young_person' : 'holder';
}

/** Whether the asker is the child itself, old enough: that rests on nobody's custody. */
export function isThatYoungPerson(
  asker: Asker,
  child: Pick<ChildFacts, 'birthDate' | 'youngPersonId'>,
  today: Temporal.PlainDate,
): boolean {
  return asker.kind === 'guardian' && asker.guardianId === child.youngPersonId && isYoungPerson(child.birthDate, today);
}

function workRelation(
  asker: Extract<Asker, { kind: 'staff' | 'operations' }>,
  municipality: string,
  child: ChildFacts | null,
): Relation {
  if (!child) return 'unknown_child';
  if (child.municipality !== municipality) return 'other_municipality';
  if (asker.kind === 'operations' || asker.role === 'ops_operator') return 'operations';
  if (asker.role === 'municipal_administrator') return 'administration';
  return asker.organisation === child.healthVisitingUnit ? 'own_unit' : 'other_institution';
}
