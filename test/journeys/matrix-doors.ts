import { randomUUID } from 'node:crypto';
import type { MatrixCell } from '../../apps/consent/src/access/access-matrix.js';
import type { MatrixChild, MatrixStates } from './matrix-states.js';

/** A question at a live door that makes a cell come about. */
export interface MatrixRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly as: string;
  readonly body?: object;
  /**
   * The door says less than the policy: `role` it is closed to the role whichever child it is, by the door itself or by the municipality's
   * rule set (the standard one lets health visitors write and share); `hides` somebody with children of
   * their own is answered as if this one did not exist.
   */
  readonly says?: 'role' | 'hides';
  /** What an allowed answer must show. */
  readonly shows?: string;
}

const organisations: Partial<Record<MatrixCell['relation'], string>> = {
  own_unit: 'HV-1 K1',
  other_institution: 'DC-A K1',
  administration: 'ADM-1 K1',
  operations: 'OPS-1 K1',
  other_municipality: 'HV-1 K2',
  unknown_child: 'HV-1 K1',
};
const unitStaff = ['health_visitor', 'institution_leader'];
const leaders = ['institution_leader'];

/** The requests that ask a cell at every live door that has it; none for a cell of `matrix-no-doors.ts`. */
export function requestsOf(states: MatrixStates, cell: MatrixCell): MatrixRequest[] {
  if (cell.consent === 'other_transition') return [];
  return cell.role === null ? portalRequests(states, cell) : staffRequests(states, cell);
}

function staffRequests(states: MatrixStates, { relation, role, kind, action, consent }: MatrixCell): MatrixRequest[] {
  const child = states.byConsent.get(consent)!;
  const known = relation !== 'unknown_child';
  const of = (id: string): string => (known ? id : randomUUID());
  const as = `${role} ${organisations[relation]}`;
  const ofChild = `children/${of(child.childId)}`;
  const [screening, consents, letters] = [states.url('screening'), states.url('consent'), states.url('notifications')];
  const ask = (url: string, body?: object): MatrixRequest => ({
    method: body ? 'POST' : 'GET',
    url,
    as,
    ...(body ? { body } : {}),
  });
  const forRoles = (roles: readonly string[], request: MatrixRequest): MatrixRequest[] => [
    roles.includes(role!) ? request : { ...request, says: 'role' },
  ];
  const forWriters = (request: MatrixRequest): MatrixRequest[] =>
    relation === 'own_unit' && role === 'institution_leader' ? forRoles([], request) : [request];
  const text = 'Barnet trives stadig.';
  switch (`${kind} ${action}`) {
    case 'adbb_result read':
      return [ask(`${screening}/${ofChild}/adbb-results`)];
    case 'child_record read':
      return [ask(`${screening}/${ofChild}/record`), ask(`${screening}/${ofChild}/timeline`)];
    case 'health_observation read':
      return [ask(`${screening}/${ofChild}/health-observations`)];
    case 'health_visit_summary read':
      return [
        ask(`${screening}/${ofChild}/consented-documents`),
        ...(child.documentId ? [ask(`${screening}/documents/${of(child.documentId)}`)] : []),
      ];
    case 'health_visit_summary write':
      return [
        ...forWriters(ask(`${screening}/${ofChild}/documents`, { kind, text })),
        ...forWriters(ask(`${screening}/documents/${of(child.draftId)}/corrections`, { text })),
      ];
    case 'health_visit_summary share':
      return forWriters(ask(`${screening}/documents/${of(child.documentId)}/share`, {}));
    case 'journal_report read':
      return [ask(`${states.url('novax-adapter')}/entries/${of(states.receiptId)}`)];
    case 'letter read':
      return [ask(`${letters}/letters/${of(states.letterId)}`), ask(`${letters}/${ofChild}/letters`)];
    case 'letter_content read':
      return [ask(`${letters}/letters/${of(states.letterId)}/content`)];
    case 'guardian_reply read':
      return [ask(`${letters}/replies/${of(states.replyId)}`)];
    case 'guardian_message read':
      return [ask(`${screening}/${ofChild}/guardian-messages`)];
    case 'access_log read':
      return forRoles(leaders, ask(`${consents}/${ofChild}/access-log`));
    case 'consent read':
      return forRoles(unitStaff, ask(`${consents}/${ofChild}/consents`));
    case 'consent write': {
      const wanted = { type: 'pass_on_to_daycare', documentKinds: ['adbb_result'], receiver: 'DC-B' };

      return forRoles(unitStaff, ask(`${consents}/${ofChild}/consents`, { ...wanted, validUntil: states.soon }));
    }
    case 'information_request write': {
      const url = `${consents}/information-requests/${of(states.informationRequestId)}/answer`;
      return forRoles(leaders, ask(url, { outcome: 'given', reason: 'Fortalt i telefonen.' }));
    }
    default:
      return [];
  }
}

function portalRequests(
  states: MatrixStates,
  { relation, kind, action, sharedWithAsker }: MatrixCell,
): MatrixRequest[] {
  const { child, people } = peopleOf(states, relation);
  const portal = states.url('parent-portal');
  const asks = (path: string, part: Partial<MatrixRequest> = {}): MatrixRequest[] =>
    people.map((as) => ({
      method: part.body ? 'POST' : 'GET',
      url: `${portal}/${path}`,
      as,
      ...(as === states.stranger ? { says: 'hides' as const } : {}),
      ...part,
    }));
  const ofChild = `children/${child.childId}`;
  switch (`${kind} ${action}`) {
    case 'health_visit_summary read':
      if (sharedWithAsker) {
        const list = asks(`${ofChild}/documents`);
        return child.documentId ? [...list, ...asks(`documents/${child.documentId}`)] : list;
      }
      return relation === 'holder' || relation === 'young_person' ? asks(`documents/${child.draftId}`) : [];
    case 'guardian_message read':
      return sharedWithAsker ? asks(`${ofChild}/messages`) : [];
    case 'guardian_message write':
      return asks(`${ofChild}/messages`, { body: { text: 'Tak for besøget.' } });
    case 'letter read':
      return sharedWithAsker ? asks('letters', { shows: '"letterId"' }).filter(({ as }) => as !== states.stranger) : [];
    case 'access_log read':
      return asks(`${ofChild}/access-log`);
    case 'consent read':
      return child.otherConsentId ? asks(`consents/${child.otherConsentId}`) : asks('consents');
    case 'consent write': {
      const answer = { decision: 'granted', textVersion: 1, language: 'da' };
      return asks(`consents/${child.otherConsentId || randomUUID()}/answers`, { body: answer });
    }
    case 'information_request write':
      return asks('information-requests', { body: { childCpr: child.child, question: 'Hvordan går det?' } });
    default:
      return [];
  }
}

/** Who stands in the relation to which child. Whoever has no custody may have none at all, or of another child. */
function peopleOf(states: MatrixStates, relation: MatrixCell['relation']): { child: MatrixChild; people: string[] } {
  const { main, young } = states;
  const lost = states.byConsent.get('custody_unknown')!;
  if (relation === 'holder') return { child: main, people: [main.mother] };
  if (relation === 'young_person') return { child: young, people: [young.child] };
  if (relation === 'holder_of_young_person') return { child: young, people: [young.mother] };
  if (relation === 'custody_unknown') return { child: lost, people: [lost.mother] };
  return { child: main, people: [states.nobody, states.stranger] };
}
