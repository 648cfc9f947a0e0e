import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AccessQuestion } from '#contracts/questions/access.js';
import type { ConsentFact } from '../consents/consent-fact.js';
import { portal, RunningConsent, staff, type Family } from '../running-consent.fixture.js';
import { accessMatrix, type MatrixCell } from './access-matrix.js';
import { accessMatrixTables } from './access-matrix.tables.js';
import type { Relation } from './relation.js';

let hub: RunningConsent;
const byConsent = new Map<ConsentFact, Family>();
let small: Family;
let young: Family & { youngId: string };
let lost: Family;

/** What a cell says that the asker is told. */
const said = ({ verdict }: MatrixCell) => ({
  outcome: verdict.outcome,
  code: verdict.code,
  hidden: verdict.hidden,
  rule: verdict.rule,
});

beforeAll(async () => {
  hub = await RunningConsent.start('access matrix');
  const kinds = { documentKinds: ['adbb_result', 'health_visit_summary', 'health_observation'] };
  const facts = ['never_asked', 'active', 'incomplete', 'withdrawn', 'expired', 'other_transition', 'custody_unknown'];
  for (const fact of facts as ConsentFact[]) byConsent.set(fact, await hub.family());
  const of = (fact: ConsentFact) => byConsent.get(fact)!;
  for (const fact of ['active', 'other_transition', 'custody_unknown'] as const) await hub.granted(of(fact), kinds);
  await hub.asked(of('incomplete').childId, kinds);
  await hub.answer(await hub.granted(of('withdrawn'), kinds), of('withdrawn').motherId, 'withdrawn');
  await hub.granted(of('expired'), { ...kinds, validUntil: '2026-05-06' });
  small = await hub.family();
  const turned15 = await hub.family({ born: '640211' });
  young = { ...turned15, youngId: (await hub.identify(turned15.child)).guardianId };
  lost = await hub.family();
  await hub.setClock('2026-05-07T08:00:00Z');
  // Everybody whose custody is to be known is read anew before the register falls silent.
  for (const { child } of [small, young, ...byConsent.values()]) await hub.pushEvent(child);
  hub.register.failure = 'fault';
  await hub.pushEvent(lost.child);
  await hub.pushEvent(of('custody_unknown').child);
});
afterAll(() => hub?.stop());

const organisations: Partial<Record<Relation, string>> = {
  own_unit: 'HV-1',
  administration: 'ADM-1',
  operations: 'HV-1',
};

/** The question at the open door of all services that makes the cell come about. */
function questionOf({ relation, role, kind, action, consent, sharedWithAsker }: MatrixCell): AccessQuestion {
  const asked = { municipality: relation === 'other_municipality' ? 'K2' : 'K1', documentKind: kind, action };
  if (role !== null) {
    const asker = { kind: 'staff', role, organisation: organisations[relation] ?? 'DC-A', subject: `${role}-x` };
    const childId = relation === 'unknown_child' ? randomUUID() : byConsent.get(consent)!.childId;
    const transition = consent === 'other_transition' ? { transitionId: randomUUID() } : {};
    return { ...asked, asker, childId, ...transition } as unknown as AccessQuestion;
  }
  const { childId, guardianId } = portalUser(relation);
  const sharedWith = sharedWithAsker ? [guardianId] : [];
  return { ...asked, asker: { kind: 'guardian', guardianId }, childId, sharedWith } as unknown as AccessQuestion;
}

function portalUser(relation: Relation): { childId: string; guardianId: string } {
  if (relation === 'young_person') return { childId: young.childId, guardianId: young.youngId };
  if (relation === 'holder_of_young_person') return { childId: young.childId, guardianId: young.motherId };
  if (relation === 'custody_unknown') return { childId: lost.childId, guardianId: lost.motherId };
  return { childId: small.childId, guardianId: relation === 'holder' ? small.motherId : young.motherId };
}

const keptHere = ['access_log', 'consent', 'information_request'];

describe('the access matrix', () => {
  it('is what the door for all services answers, cell by cell', async () => {
    const cells = accessMatrix().filter(({ kind }) => !keptHere.includes(kind));
    expect(cells.length).toBeGreaterThan(1_000);
    const wrong: unknown[] = [];
    for (let from = 0; from < cells.length; from += 50) {
      await Promise.all(
        cells.slice(from, from + 50).map(async (cell) => {
          const { asker, childId, ...rest } = questionOf(cell);
          const { outcome, code, hidden, rule } = await hub.ask(asker, childId, rest);
          if (JSON.stringify({ outcome, code, hidden, rule }) === JSON.stringify(said(cell))) return;
          wrong.push({ cell, answered: { outcome, code, hidden, rule } });
        }),
      );
    }
    expect(wrong).toEqual([]);
  });

  it("is what consent's own doors answer about what only consent keeps", async () => {
    const codeOf = ({ verdict: { outcome, code, hidden } }: MatrixCell) =>
      outcome === 'allowed' ? undefined : hidden ? 'NOT_FOUND' : code;
    const cells = accessMatrix().filter(
      ({ kind, action }) => kind !== 'information_request' && keptHere.includes(kind) && action === 'read',
    );
    const atDoor = cells.filter(({ kind, role }) =>
      kind === 'access_log'
        ? role === null || role === 'institution_leader'
        : role === 'institution_leader' || role === 'health_visitor',
    );
    expect(atDoor.length).toBeGreaterThan(15);
    for (const cell of atDoor) {
      const { asker, childId, municipality } = questionOf(cell);
      const path = `/children/${childId}/${cell.kind === 'consent' ? 'consents' : 'access-log'}`;
      const answer =
        asker.kind === 'staff'
          ? await hub.call(staff(asker.role, asker.organisation, municipality), 'GET', path)
          : await hub.call(portal, 'GET', `${path}?guardianId=${(asker as { guardianId: string }).guardianId}`);
      expect({ cell, code: answer.body.code }).toEqual({ cell, code: codeOf(cell) });
    }
  });

  it('can be read as a page by everybody', async () => {
    const page = await fetch(`${hub.service.url}/access-matrix`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    for (const { title } of accessMatrixTables()) expect(html).toContain(`<h2>${title}</h2>`);
    expect(html).toContain('CONSENT_WRONG_TRANSITION');
  });
});
