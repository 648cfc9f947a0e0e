import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consentDeclinedV1 } from '#contracts/events/consent-declined.js';
import { consentRequestedV1 } from '#contracts/events/consent-requested.js';
import { consentWithdrawnV1 } from '#contracts/events/consent-withdrawn.js';
import { eventually } from '#testing/eventually.js';
import type { Family } from './fixtures/family.fixture.js';
import { publishEvent } from './fixtures/publish-event.fixture.js';
import { RunningNotifications } from './fixtures/running-notifications.fixture.js';

jest.setTimeout(60_000);

describe('a letter that tells of a consent to answer', () => {
  let hub: RunningNotifications;

  beforeAll(async () => {
    hub = await RunningNotifications.start('consent_letters', '2026-06-01T08:05:00Z', { NOT_KNOWN_SETTLES: 'PT0.2S' });
  });
  afterEach(async () => {
    hub.consent.closed = false;
    await hub.control('PUT', '/behaviour', { mode: 'up' });
  });
  afterAll(() => hub.close());

  const delivered = ['letter.requested', 'letter.submitted', 'letter.delivered'];
  const cancelled = ['letter.requested', 'letter.cancelled'];
  const callsTo = async ({ guardians }: Family) =>
    Promise.all(guardians.map(async ({ cpr }) => (await hub.received(cpr)).calls.length));
  const publish = (contract: any, data: any, eventId?: string) =>
    publishEvent(hub.broker, contract, data, hub.now().toString(), eventId);

  function requestOf({ childId, guardians }: Family, change: object = {}) {
    const askedIds = guardians.map(({ guardianId }) => guardianId);
    return { ...consentRequestedV1.example, consentId: randomUUID(), childId, askedIds, byLetter: true, ...change };
  }
  const endOf = ({ consentId, childId, askedIds }: ReturnType<typeof requestOf>) => ({
    consentId,
    childId,
    municipality: 'K1',
    guardianId: askedIds[0],
  });
  /** Ordered, and waiting because consent does not say who holds custody. */
  async function waiting(family: Family) {
    hub.consent.closed = true;
    const request = requestOf(family);
    await publish(consentRequestedV1, request);
    await eventually(async () => {
      const rows = 'select 1 from letter where consent_id = $1 and postponed > 0';
      expect(await hub.database.dataSource.query(rows, [request.consentId])).toHaveLength(family.guardians.length);
    });
    return request;
  }
  const goOn = () => {
    hub.consent.closed = false;
    hub.pass('PT1H');
  };

  it('goes once to each person asked, in the own language and on the own channel, however often the request is told', async () => {
    const family = hub.family(2);
    family.guardians[1]!.language = 'en';
    await hub.control('PUT', '/recipients', { cpr: family.guardians[1]!.cpr, exempt: true });
    const request = requestOf(family);
    const eventId = randomUUID();
    await publish(consentRequestedV1, request, eventId);
    await publish(consentRequestedV1, request, eventId);
    const traceId = await publish(consentRequestedV1, request);
    await hub.stateIs(family.childId, 'delivered');
    const later = hub.family(1);
    await publish(consentRequestedV1, requestOf(later));
    await hub.stateIs(later.childId, 'delivered');

    expect(await callsTo(family)).toEqual([1, 1]);
    const told = await hub.told(family.childId);
    expect(told.map(({ type }) => type).sort()).toEqual([...delivered, ...delivered].sort());
    expect(told.filter(({ type }) => type === 'letter.requested').map(({ data }) => data.kind)).toEqual([
      'consent_request',
      'consent_request',
    ]);
    expect(told.every(({ traceparent }) => traceparent.slice(3, 35) !== traceId)).toBe(true);
    const [digital, paper] = await Promise.all(family.guardians.map(({ cpr }) => hub.received(cpr)));
    expect(digital!.letters).toMatchObject([{ channel: 'digital_post' }]);
    expect(digital!.letters[0]!.text).toContain('Du bestemmer selv');
    expect(paper!.letters).toMatchObject([{ channel: 'physical_letter' }]);
    const words = JSON.stringify([digital!.letters[0]!.text, digital!.letters[0]!.label, paper!.letters[0]!.text]);
    expect(words).not.toMatch(/Karla|Nielsen|ADBB|DC-A|samtykke|\d/i);
  });

  it('is not sent where the municipality does not tell by letter', async () => {
    const family = hub.family(1);
    await publish(consentRequestedV1, requestOf(family, { byLetter: false }));
    const request = requestOf(family);
    await publish(consentRequestedV1, request);
    await hub.toldExactly(family.childId, delivered);
    expect(await callsTo(family)).toEqual([1]);
  });

  it('is no first letter: each comes once, whichever was first, and each consent has its own', async () => {
    const [asked, shared] = [hub.family(1), hub.family(1)];
    await publish(consentRequestedV1, requestOf(asked));
    await hub.toldExactly(asked.childId, delivered);
    await hub.share(asked);
    await hub.toldExactly(asked.childId, [...delivered, ...delivered]);
    await hub.share(shared);
    await hub.toldExactly(shared.childId, delivered);
    await publish(consentRequestedV1, requestOf(shared));
    await hub.toldExactly(shared.childId, [...delivered, ...delivered]);
    await publish(consentRequestedV1, requestOf(shared));
    await hub.toldExactly(shared.childId, [...delivered, ...delivered, ...delivered]);
    const kinds = (await hub.told(shared.childId)).flatMap(({ data }) => data.kind ?? []);
    expect(kinds).toEqual(['first_share', 'consent_request', 'consent_request']);
  });

  it.each([
    [consentDeclinedV1, 'CONSENT_DECLINED'],
    [consentWithdrawnV1, 'CONSENT_WITHDRAWN'],
  ])('is cancelled when $name comes before it was sent, and does not come back', async (contract, code) => {
    const family = hub.family(1);
    const request = await waiting(family);
    await publish(contract, endOf(request));
    const told = await hub.toldExactly(family.childId, cancelled);
    expect(told[1]!.data).toMatchObject({ code });
    await publish(consentRequestedV1, request);
    await publish(contract, endOf(request));
    goOn();
    const later = hub.family(1);
    await hub.share(later);
    await hub.stateIs(later.childId, 'delivered');
    await hub.toldExactly(family.childId, cancelled);
    expect(await callsTo(family)).toEqual([0]);
  });

  it('that was under way when the consent ended is not tried again', async () => {
    const family = hub.family(1);
    await hub.control('PUT', '/recipients', {
      cpr: family.guardians[0]!.cpr,
      answers: [{ kind: 'time_out', times: 1 }],
    });
    const request = requestOf(family);
    await publish(consentRequestedV1, request);
    await eventually(async () => expect(await callsTo(family)).toEqual([1]));
    await publish(consentWithdrawnV1, endOf(request));
    await eventually(async () => {
      const sql = 'select consent_ended, state from letter where consent_id = $1';
      const [row] = await hub.database.dataSource.query(sql, [request.consentId]);
      expect(row).toEqual({ consent_ended: 'CONSENT_WITHDRAWN', state: 'unknown' });
    });
    hub.pass('PT1H');
    const told = await hub.toldExactly(family.childId, ['letter.requested', 'letter.unknown', 'letter.cancelled']);
    expect(told[2]!.data).toMatchObject({ code: 'CONSENT_WITHDRAWN' });
    expect(await callsTo(family)).toEqual([1]);
  });

  it('goes to nobody whose custody has ended meanwhile', async () => {
    const family = hub.family(2);
    await waiting(family);
    hub.consent.holders.set(family.childId, [family.guardians[0]!.guardianId]);
    goOn();
    await eventually(async () => {
      const states = (await hub.states(family.childId)).map(({ state, code }) => [state, code]);
      expect(states.toSorted()).toEqual([
        ['cancelled', 'NOT_GUARDIAN'],
        ['delivered', null],
      ]);
    });
    expect(await callsTo(family)).toEqual([1, 0]);
  });
});

describe('letters around the 15th birthday (R16)', () => {
  let hub: RunningNotifications;

  beforeAll(async () => {
    hub = await RunningNotifications.start('young_people', '2026-06-01T08:05:00Z');
  });
  afterAll(() => hub.close());

  const delivered = ['letter.requested', 'letter.submitted', 'letter.delivered'];

  it('go to the young person: one first letter, whatever the guardians have had before', async () => {
    const family = hub.family(2);
    await hub.share(family);
    await hub.stateIs(family.childId, 'delivered');
    const young = hub.family(1).guardians[0]!;
    const own: Family = { childId: family.childId, guardians: [young] };
    hub.consent.holders.set(family.childId, [young.guardianId]);
    await hub.share(own);
    await hub.share(own);
    await eventually(async () =>
      expect((await hub.states(family.childId)).map(({ state }) => state)).toEqual([
        'delivered',
        'delivered',
        'delivered',
      ]),
    );
    expect((await hub.received(young.cpr)).calls).toHaveLength(1);
    for (const { cpr } of family.guardians) expect((await hub.received(cpr)).calls).toHaveLength(1);
  });

  it('that still wait for a guardian on the day are cancelled, and the first one goes to the young person', async () => {
    const family = hub.family(1);
    hub.consent.closed = true;
    await hub.share(family);
    await eventually(async () => {
      const rows = 'select 1 from letter where child_id = $1 and postponed > 0';
      expect(await hub.database.dataSource.query(rows, [family.childId])).toHaveLength(1);
    });
    const young = hub.consent.family(1).guardians[0]!;
    hub.consent.holders.set(family.childId, [young.guardianId]);
    hub.consent.closed = false;
    hub.pass('PT1H');
    await hub.toldExactly(family.childId, ['letter.requested', 'letter.cancelled']);
    await hub.share({ childId: family.childId, guardians: [young] });
    await hub.toldExactly(family.childId, ['letter.requested', 'letter.cancelled', ...delivered]);
    expect((await hub.received(family.guardians[0]!.cpr)).calls).toHaveLength(0);
    expect((await hub.received(young.cpr)).calls).toHaveLength(1);
  });
});
