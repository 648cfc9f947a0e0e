import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StaffRoleSchema } from '#contracts/questions/access.js';
import { ConsentableKindSchema } from '#contracts/questions/consents.js';
import { eventually } from '#testing/eventually.js';
import { nurse, portal, RunningConsent, screening, serviceNamed, type Family } from '../running-consent.fixture.js';

let hub: RunningConsent;

beforeAll(async () => {
  hub = await RunningConsent.start('custody and consents');
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  hub.register.failure = 'none';
  await hub.setClock('2026-05-06T10:00:00Z');
});

const daycare = { kind: 'staff', role: 'daycare_staff', organisation: 'DC-A', subject: 'x' };
const codeFor = async (childId: string, rest: object = {}) => (await hub.ask(daycare, childId, rest)).code;
const view = async (consentId: string, guardianId: string) =>
  (await hub.call(portal, 'GET', `/consents/${consentId}?guardianId=${guardianId}`)).body;
const custodyBecomes = ({ child, mother, father }: Family, custody: { type: number; holder?: string }[]) => {
  hub.register.people.set(child, { mother, father, custody });
  return hub.pushEvent(child);
};
const stepAunt = '6203912001';

describe('a change of custody', () => {
  it('refuses a guardian who was removed at once, and leaves what the other granted in force', async () => {
    const family = await hub.family();
    const consentId = await hub.granted(family);
    await custodyBecomes(family, [{ type: 3 }]);
    expect(await codeFor(family.childId)).toBeNull();
    expect((await hub.answer(consentId, family.fatherId, 'withdrawn')).body.code).toBe('NOT_GUARDIAN');
    expect((await view(consentId, family.fatherId)).code).toBe('NOT_GUARDIAN');
    expect((await hub.call(portal, 'GET', `/guardians/${family.fatherId}/consents`)).body).toEqual({ consents: [] });
    await custodyBecomes(family, [{ type: 3 }, { type: 4 }]);
    expect(await codeFor(family.childId)).toBe('CONSENT_INCOMPLETE');
    expect((await hub.answer(consentId, family.fatherId, 'granted')).body.state).toBe('active');
  });

  it('lets a new guardian be asked, whose missing answer makes the consent incomplete', async () => {
    const family = await hub.family();
    const { childId, motherId, fatherId } = family;
    const consentId = await hub.granted(family);
    hub.register.people.set(stepAunt, { name: 'Tante Tegnsen', children: [family.child] });
    await custodyBecomes(family, [{ type: 3 }, { type: 4 }, { type: 5, holder: stepAunt }]);
    expect(await hub.ask(daycare, childId)).toMatchObject({ code: 'CONSENT_INCOMPLETE', asOf: expect.any(String) });
    expect(await view(consentId, motherId)).toMatchObject({ state: 'incomplete', missingAnswers: 1 });
    const { guardianId: aunt } = await hub.identify(stepAunt);
    expect((await hub.published('consent.requested.v1', childId)).map(({ askedIds }) => askedIds)).toEqual([
      [motherId, fatherId].sort(),
      [aunt],
    ]);
    expect((await view(consentId, aunt)).mayAnswer).toEqual(['granted', 'declined', 'withdrawn']);
    expect((await hub.answer(consentId, aunt, 'granted')).body.state).toBe('active');
    expect(await codeFor(childId)).toBeNull();
    expect(await hub.published('consent.completed.v1', childId)).toHaveLength(2);
  });

  it('in the middle of a waiting consent completes it, when only the one without custody had not granted', async () => {
    const family = await hub.family();
    const consentId = await hub.asked(family.childId);
    await hub.answer(consentId, family.motherId, 'granted');
    await custodyBecomes(family, [{ type: 3 }]);
    expect(await view(consentId, family.motherId)).toMatchObject({ state: 'active', completedAt: expect.any(String) });
    expect(await hub.published('consent.completed.v1', family.childId)).toEqual([
      { consentId, childId: family.childId, municipality: 'K1' },
    ]);
    expect(await codeFor(family.childId)).toBeNull();
  });

  it('is none when two ids of one guardian are joined: the grant stands, and nobody is asked again', async () => {
    const { child, mother, father } = await hub.family({ custody: [{ type: 3 }] });
    const newMother = mother.replace(/^65/, '85');
    const sibling = child.replace(/^64/, '66');
    hub.register.people.set(newMother, { name: 'Ny Nummersen', children: [child, sibling] });
    hub.register.people.set(sibling, { mother: newMother, father, custody: [{ type: 3 }] });
    const wanted = { cpr: sibling, healthVisitingUnit: 'HV-1' };
    const { childId } = (await hub.call(nurse, 'POST', '/children', wanted)).body;
    const { guardianId: second } = (await hub.call(screening, 'GET', `/children/${childId}/guardians`)).body
      .guardians[0];
    const consentId = await hub.asked(childId);
    await hub.answer(consentId, second, 'granted');
    hub.register.people.set(mother, { status: 60, currentCpr: newMother });
    await hub.pushEvent(mother);
    const { guardianId: first } = await hub.identify(mother);
    expect(first).not.toBe(second);
    expect(await codeFor(childId)).toBeNull();
    for (const id of [first, second]) expect(await view(consentId, id)).toMatchObject({ answers: [{ own: true }] });
    expect(await hub.published('consent.requested.v1', childId)).toHaveLength(1);
    expect(await hub.published('consent.completed.v1', childId)).toHaveLength(1);
    expect((await hub.answer(consentId, first, 'withdrawn')).body.state).toBe('withdrawn');
  });

  it('takes effect with the answer to the register, well within two seconds', async () => {
    const family = await hub.family();
    const consentId = await hub.granted(family);
    const stop = { ended: false };
    const answers: { at: number; code: string | null }[] = [];
    const reader = (async () => {
      while (!stop.ended) answers.push({ code: await codeFor(family.childId), at: performance.now() });
    })();
    hub.register.people.set(stepAunt, { name: 'Tante Tegnsen' });
    const told = performance.now();
    await custodyBecomes(family, [{ type: 3 }, { type: 4 }, { type: 5, holder: stepAunt }]);
    const answered = performance.now();
    await eventually(async () => expect(answers.at(-1)!.code).toBe('CONSENT_INCOMPLETE'), { within: 2_000 });
    stop.ended = true;
    await reader;
    expect(answered - told).toBeLessThan(2_000);
    const firstRefusal = answers.findIndex(({ code }) => code === 'CONSENT_INCOMPLETE');
    expect(answers.slice(firstRefusal).every(({ code }) => code === 'CONSENT_INCOMPLETE')).toBe(true);
    expect(answers[firstRefusal]!.at - told).toBeLessThan(2_000);
    expect((await view(consentId, family.motherId)).state).toBe('incomplete');
  });

  it('that cannot be read lets nobody read by consent, and keeps what was withdrawn withdrawn', async () => {
    const family = await hub.family();
    await hub.granted(family);
    hub.register.failure = 'fault';
    await hub.pushEvent(family.child);
    expect(await codeFor(family.childId)).toBe('DEPENDENCY_UNAVAILABLE');
    hub.register.failure = 'none';
    expect(await codeFor(family.childId)).toBeNull();
  });
});

describe('from the 15th birthday', () => {
  const turning15 = { born: '660511' };
  const birthday = '2026-05-05T22:00:30Z';

  it('the young person alone has a say, and what guardians granted is in review (R16)', async () => {
    await hub.setClock('2026-05-05T21:59:00Z');
    const family = await hub.family(turning15);
    const { child, childId, mother, motherId, fatherId } = family;
    const consentId = await hub.granted(family);
    const withdrawn = await hub.granted(family, { receiver: 'DC-B' });
    await hub.answer(withdrawn, motherId, 'withdrawn');
    expect(await codeFor(childId)).toBeNull();
    expect((await hub.identify(child)).guardianId).toBeNull();

    await hub.setClock(birthday);
    expect(await codeFor(childId)).toBe('CONSENT_INCOMPLETE');
    expect((await hub.answer(consentId, motherId, 'withdrawn')).body.code).toBe('ROLE_NOT_ALLOWED');
    expect(await view(consentId, motherId)).toMatchObject({ state: 'in_review', mayAnswer: [] });
    const shared = { documentKind: 'health_visit_summary', sharedWith: [motherId] };
    expect((await hub.ask({ kind: 'guardian', guardianId: motherId }, childId, shared)).code).toBe('ROLE_NOT_ALLOWED');

    const self = await hub.identify(child);
    expect(self).toMatchObject({ guardianId: expect.any(String), children: [{ childId, relation: 'self' }] });
    const young = self.guardianId;
    expect((await hub.identify(mother)).children).toMatchObject([{ childId, relation: 'guardian' }]);
    expect((await hub.call(screening, 'GET', `/children/${childId}/guardians`)).body.guardians).toEqual([
      { guardianId: young },
    ]);
    const recipient = await hub.call(serviceNamed('notifications'), 'GET', `/guardians/${young}/recipient`);
    expect(recipient.body.cpr).toBe(child);
    await eventually(async () =>
      expect((await hub.published('consent.requested.v1', childId)).map(({ askedIds }) => askedIds)).toEqual([
        [motherId, fatherId].sort(),
        [motherId, fatherId].sort(),
        [young],
      ]),
    );
    const asYoung = { documentKind: 'health_visit_summary', sharedWith: [young] };
    expect((await hub.ask({ kind: 'guardian', guardianId: young }, childId, asYoung)).outcome).toBe('allowed');
    expect((await view(consentId, young)).mayAnswer).toEqual(['granted', 'declined', 'withdrawn']);
    expect((await hub.answer(consentId, young, 'granted')).body).toMatchObject({ state: 'active' });
    expect(await codeFor(childId)).toBeNull();
    expect((await view(consentId, motherId)).state).toBe('in_review');
    expect((await hub.answer(consentId, young, 'withdrawn')).body.state).toBe('withdrawn');
    expect(await codeFor(childId)).toBe('CONSENT_WITHDRAWN');
    expect(await codeFor(childId, { documentKind: 'adbb_result' })).toBe('CONSENT_WITHDRAWN');
  });

  it('the young person is asked, whoever holds custody, and guardians see nothing of it', async () => {
    await hub.setClock(birthday);
    const { childId, child, motherId } = await hub.family(turning15);
    const consentId = await hub.asked(childId);
    const { guardianId: young } = await hub.identify(child);
    expect(await hub.published('consent.requested.v1', childId)).toMatchObject([{ askedIds: [young] }]);
    expect((await hub.call(portal, 'GET', `/guardians/${motherId}/consents`)).body).toEqual({ consents: [] });
    expect((await hub.call(portal, 'GET', `/guardians/${young}/consents`)).body.consents).toMatchObject([
      { consentId, state: 'pending', mayAnswer: ['granted', 'declined'] },
    ]);
    hub.register.failure = 'fault';
    await hub.setClock('2026-05-06T11:00:00Z');
    expect((await hub.answer(consentId, young, 'granted')).body.state).toBe('active');
    expect(await codeFor(childId)).toBeNull();
  });
});

describe('a withdrawal', () => {
  it('is previewed as exactly what is refused afterwards', async () => {
    const family = await hub.family();
    const { childId, motherId } = family;
    const older = await hub.granted(family, { documentKinds: ['health_visit_summary', 'adbb_result'] });
    await hub.granted(family, { documentKinds: ['health_observation'] });
    await hub.granted(family, { documentKinds: ['health_visit_summary'] });
    const cells = StaffRoleSchema.options.flatMap((role) =>
      ['DC-A', 'DC-B'].flatMap((organisation) =>
        ConsentableKindSchema.options.map((documentKind) => ({ role, organisation, documentKind })),
      ),
    );
    const live = () =>
      Promise.all(
        cells.map(async ({ role, organisation, documentKind }) => {
          const asker = { kind: 'staff', role, organisation, subject: 'x' };
          return { organisation, role, documentKind, ...(await hub.ask(asker, childId, { documentKind })) };
        }),
      );
    const before = await live();
    const preview = await hub.call(portal, 'GET', `/consents/${older}/withdrawal-preview?guardianId=${motherId}`);
    expect((await view(older, motherId)).state).toBe('active');
    await hub.answer(older, motherId, 'withdrawn');
    const after = await live();
    const lost = after.flatMap(({ organisation, role, documentKind, outcome, code }, nth) =>
      before[nth]!.outcome === 'allowed' && outcome === 'refused' ? [{ organisation, role, documentKind, code }] : [],
    );
    expect(lost).toHaveLength(5);
    const inOrder = (refusals: object[]) =>
      refusals.map((refusal) => JSON.stringify(refusal, ['organisation', 'role', 'documentKind', 'code'])).sort();
    expect(inOrder(preview.body.refusals)).toEqual(inOrder(lost));
    expect(
      (await hub.call(portal, 'GET', `/consents/${older}/withdrawal-preview?guardianId=${motherId}`)).body,
    ).toEqual({
      refusals: [],
    });
  });
});

describe('name and address protection', () => {
  it('keeps every place from the other holder, and from nobody else', async () => {
    const family = await hub.family();
    const { mother, motherId, fatherId } = family;
    const consentId = await hub.granted(family);
    const receivers = async () => (await hub.call(screening, 'GET', `/children/${family.childId}/guardians`)).body;
    expect(await receivers()).toMatchObject({ placesWithheld: false });
    hub.register.people.set(mother, { ...hub.register.people.get(mother), protectedFrom: '2026-01-01' });
    await hub.pushEvent(mother);
    const ofFather = await view(consentId, fatherId);
    expect(ofFather).toMatchObject({ sender: null, receiver: null, placesWithheld: true });
    expect(JSON.stringify(ofFather)).not.toMatch(/HV-1|DC-A/);
    const preview = await hub.call(portal, 'GET', `/consents/${consentId}/withdrawal-preview?guardianId=${fatherId}`);
    expect(preview.body.refusals).toHaveLength(5);
    expect(JSON.stringify(preview.body)).not.toMatch(/HV-1|DC-A/);
    expect(await view(consentId, motherId)).toMatchObject({ sender: 'HV-1', receiver: 'DC-A', placesWithheld: false });
    const staffs = await hub.call(nurse, 'GET', `/children/${family.childId}/consents`);
    expect(staffs.body.consents).toMatchObject([{ receiver: 'DC-A', placesWithheld: false }]);
    const children = async (cpr: string) => (await hub.identify(cpr)).children;
    expect(await children(family.father)).toMatchObject([{ placesWithheld: true }]);
    expect(await children(family.mother)).toMatchObject([{ placesWithheld: false }]);
    expect(await receivers()).toMatchObject({ placesWithheld: true });
  });
});
