import { Temporal } from 'temporal-polyfill';
import type { Asker } from '#contracts/questions/access.js';
import type { CustodyFacts } from '../custody/custody-facts.js';
import { currentHolders } from '../custody/custody.rules.js';
import type { Relation } from './relation.js';

/** What the register of children says about the child asked for. */
export interface ChildFacts {
  municipality: string;
  healthVisitingUnit: string;
  birthDate: Temporal.PlainDate;
}

/** From the 15th birthday, that day included, the journal is the young person's own (R16). */
const YOUNG_PERSON_YEARS = 15;

/** How the asker stands to the child today. `custody` is null when the register has not answered recently enough. */
export function relationOf(
  asker: Asker,
  municipality: string,
  child: ChildFacts | null,
  custody: CustodyFacts | null,
  today: Temporal.PlainDate,
): Relation {
  if (asker.kind === 'operations') return 'operations';
  if (asker.kind === 'staff') return staffRelation(asker, municipality, child);
  if (!child || child.municipality !== municipality) return 'not_holder';
  if (!custody) return 'custody_unknown';
  const holders = currentHolders(custody, child.birthDate, today);
  if (!holders.some(({ guardianId }) => guardianId === asker.guardianId)) return 'not_holder';
  const youngPersonFrom = child.birthDate.add({ years: YOUNG_PERSON_YEARS });
  return Temporal.PlainDate.compare(today, youngPersonFrom) >= 0 ? 'holder_of_young_person' : 'holder';
}

function staffRelation(
  asker: Extract<Asker, { kind: 'staff' }>,
  municipality: string,
  child: ChildFacts | null,
): Relation {
  if (asker.role === 'ops_operator') return 'operations';
  if (!child) return 'unknown_child';
  if (child.municipality !== municipality) return 'other_municipality';
  if (asker.role === 'municipal_administrator') return 'administration';
  return asker.organisation === child.healthVisitingUnit ? 'own_unit' : 'other_institution';
}
