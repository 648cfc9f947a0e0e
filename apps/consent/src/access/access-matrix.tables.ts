import type { ConsentFact } from '../consents/consent-fact.js';
import { accessMatrix, type MatrixCell } from './access-matrix.js';
import type { Relation } from './relation.js';

/** A part of the matrix as a person reads it: who down the side, kinds along the top. */
export interface MatrixTable {
  title: string;
  kinds: string[];
  rows: { who: string; answers: string[] }[];
}

/** The matrix as tables, those about reading first; rows that are answered alike stand together. */
export function accessMatrixTables(): MatrixTable[] {
  const tables = new Map<string, MatrixCell[]>();
  const cells = accessMatrix().sort((one, other) => order(one.action) - order(other.action));
  for (const cell of cells) tables.set(titleOf(cell), [...(tables.get(titleOf(cell)) ?? []), cell]);
  return [...tables].map(([title, ofTable]) => tableOf(title, ofTable));
}

function tableOf(title: string, cells: readonly MatrixCell[]): MatrixTable {
  const kinds = [...new Set(cells.map(({ kind }) => kind))];
  const byWho = new Map<string, string[]>();
  for (const who of new Set(cells.map(whoOf))) {
    const ofWho = cells.filter((cell) => whoOf(cell) === who);
    byWho.set(
      who,
      kinds.map((kind) => answerOf(ofWho.find((cell) => cell.kind === kind)!)),
    );
  }
  const together = new Map<string, string[]>();
  for (const [who, answers] of byWho) {
    const alike = answers.join('|');
    together.set(alike, [...(together.get(alike) ?? []), who]);
  }
  return {
    title,
    kinds,
    rows: [...together.values()].map((who) => ({ who: who.join(', '), answers: byWho.get(who[0]!)! })),
  };
}

const order = (action: MatrixCell['action']): number => ['read', 'write', 'share'].indexOf(action);

function titleOf({ action, relation, consent, role }: MatrixCell): string {
  const doing = { read: 'Reading', write: 'Writing', share: 'Sharing' }[action];
  if (role === null) return `${doing}: users of the portal`;
  const state = relation === 'other_institution' && action === 'read' ? `, ${states[consent]}` : '';
  return `${doing}: ${places[relation]}${state}`;
}

const whoOf = ({ role, relation, sharedWithAsker }: MatrixCell): string =>
  role ?? `${people[relation]}${sharedWithAsker ? ' (shared with or addressed to them)' : ''}`;

const answerOf = ({ verdict: { outcome, code, hidden, rule } }: MatrixCell): string =>
  outcome === 'allowed' ? `allowed (${rule})` : `${code}${hidden ? ', as if not there' : ''} (${rule})`;

const places: Partial<Record<Relation, string>> = {
  own_unit: "staff of the child's unit",
  other_institution: 'staff of another institution',
  administration: "the municipality's administration",
  operations: 'operations',
  other_municipality: 'staff of another municipality',
  unknown_child: 'staff, about a child nobody registered',
};
const people: Partial<Record<Relation, string>> = {
  holder: 'guardian',
  young_person: 'young person from the 15th birthday',
  holder_of_young_person: 'guardian of a young person',
  not_holder: 'parent without custody, or anybody else',
  custody_unknown: 'anybody while the register is silent',
};
const states: Record<ConsentFact, string> = {
  never_asked: 'no consent asked for, or a kind that no consent names',
  active: 'consent active and complete',
  incomplete: 'consent not granted by all who must',
  withdrawn: 'consent withdrawn',
  expired: 'consent past its last day',
  other_transition: 'consent for another transition',
  custody_unknown: 'consent, but nobody knows who holds custody',
};
