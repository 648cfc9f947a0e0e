import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Family } from '../fixtures/family.fixture.js';
import { RunningNotifications } from '../fixtures/running-notifications.fixture.js';

jest.setTimeout(60_000);

describe('replies to letters', () => {
  let hub: RunningNotifications;
  let family: Family;
  let letter: { letter_id: string; message_uuid: string };

  beforeAll(async () => {
    hub = await RunningNotifications.start('replies', '2026-06-01T08:05:00Z');
    family = hub.family(1);
    await hub.share(family);
    await hub.stateIs(family.childId, 'delivered');
    letter = (await hub.states(family.childId))[0]!;
  });

  afterAll(() => hub.close());

  const nurse = {
    principal_kind: 'staff',
    sub: 's1',
    role: 'health_visitor',
    organisation: 'HV-1',
    municipality: 'K1',
  } as const;
  const operator = { ...nurse, sub: 'o1', role: 'ops_operator', organisation: 'OPS' } as const;
  const channel = { principal_kind: 'channel', client_id: 'digital-post', scope: 'letters.reply' } as const;
  const reply = (more: object = {}) =>
    hub.control('POST', '/replies', { messageUuid: letter.message_uuid, text: 'Tak, jeg kan ikke logge på.', ...more });
  const problem = (answer: { body: string }) => (JSON.parse(answer.body) as { code: string }).code;
  const told = async () => (await hub.told(family.childId)).filter(({ type }) => type === 'letter.reply.received');
  const send = (body: string) =>
    hub.ask('/incoming-post', channel, { method: 'POST', body, headers: { 'content-type': 'application/xml' } });

  it('are kept sealed, told without their words, and read by the unit alone', async () => {
    const { status, replyUuid } = await reply();
    expect(status).toBe(200);
    const [event] = await told();
    expect(event!.data).toMatchObject({
      letterId: letter.letter_id,
      childId: family.childId,
      guardianId: family.guardians[0]!.guardianId,
    });
    expect(event!.traceparent).toBe((await hub.told(family.childId))[0]!.traceparent);

    const rows = await hub.database.dataSource.query<{ sealed: Buffer; message_uuid: string }[]>('select * from reply');
    expect(rows[0]!.message_uuid).toBe(replyUuid);
    expect(JSON.stringify(rows) + rows[0]!.sealed.toString('latin1')).not.toContain('logge på');

    const read = await hub.ask(`/replies/${event!.data.replyId}`, nurse);
    expect(read).toMatchObject({ status: 200, body: { childId: family.childId, label: 'Svar' } });
    expect(Buffer.from(read.body.files[0].content, 'base64').toString()).toBe('Tak, jeg kan ikke logge på.');
    expect(read.text).not.toContain(family.guardians[0]!.cpr);
    expect(hub.consent.questions.at(-1)).toMatchObject({ documentKind: 'guardian_reply', asker: { kind: 'staff' } });
  });

  it('are not for operations, nor for another municipality', async () => {
    const [event] = await told();
    hub.consent.decision = { ...hub.consent.decision, outcome: 'refused', code: 'CONTENT_NOT_FOR_OPS' };
    expect(await hub.ask(`/replies/${event!.data.replyId}`, operator)).toMatchObject({
      status: 403,
      body: { code: 'CONTENT_NOT_FOR_OPS' },
    });
    expect(hub.consent.questions.at(-1)).toMatchObject({ asker: { kind: 'operations' } });
    hub.consent.decision = { ...hub.consent.decision, outcome: 'allowed', code: null };
    expect((await hub.ask(`/replies/${event!.data.replyId}`, { ...nurse, municipality: 'K2' })).status).toBe(404);
  });

  it('that come again get the same answer, and count once', async () => {
    const replyUuid = randomUUID();
    const answers = await Promise.all([reply({ replyUuid }), reply({ replyUuid }), reply({ replyUuid })]);
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(await reply({ replyUuid })).toEqual(answers[0]);
    expect(await told()).toHaveLength(2);
    const other = await reply({ replyUuid, text: 'Noget andet.' });
    expect([other.status, problem(other)]).toEqual([409, 'ENTRY_CONFLICT']);
  });

  it('to a letter that is not ours, from somebody else, or to another municipality are refused', async () => {
    for (const more of [
      { messageUuid: randomUUID(), senderCpr: family.guardians[0]!.cpr, recipientCvr: '99999901' },
      { senderCpr: '6112901999' },
      { recipientCvr: '99999902' },
    ]) {
      const answer = await reply(more);
      expect([answer.status, problem(answer)]).toEqual([422, 'REFERENCE_UNRESOLVED']);
    }
    expect(await told()).toHaveLength(2);
  });

  it('wait at the channel while custody cannot be asked', async () => {
    hub.consent.closed = true;
    expect((await reply()).status).toBe(503);
    hub.consent.closed = false;
    expect((await reply()).status).toBe(200);
  });

  it.each([
    ['a document type', '<!DOCTYPE m [<!ENTITY a "b">]><m>&a;</m>', 400, 'DOCTYPE_FORBIDDEN'],
    ['a truncated message', '<memo:Message xmlns:memo="https://DigitalPost.dk/MeMo-1"', 400, 'MALFORMED'],
    ['mismatched elements', '<a><b></a></b>', 400, 'MALFORMED'],
    ['something else than MeMo', '<a/>', 422, 'SHAPE_INVALID'],
    ['deep nesting', '<a>'.repeat(5000) + '</a>'.repeat(5000), 400, 'MALFORMED'],
    ['an unknown entity', '<a>&nothing;</a>', 400, 'MALFORMED'],
    ['a byte order mark', '\uFEFF<a/>', 400, 'MALFORMED'],
  ])('with %s are refused', async (_what, body, status, code) => {
    expect(await send(body)).toMatchObject({ status, body: { code } });
  });

  it('that are too large, or not XML by their type, are refused', async () => {
    expect((await send('x'.repeat(10_000_001))).status).toBe(413);
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect((await hub.ask('/incoming-post', channel, json)).status).toBe(415);
    expect((await hub.ask('/incoming-post', { ...channel, scope: 'letters.receipt' }, json)).status).toBe(403);
  });
});

describe('the doors of letters', () => {
  let hub: RunningNotifications;
  let family: Family;
  let letterId: string;

  beforeAll(async () => {
    hub = await RunningNotifications.start('letter_doors', '2026-06-01T08:05:00Z');
    family = hub.family(1);
    await hub.share(family);
    await hub.stateIs(family.childId, 'delivered');
    letterId = (await hub.states(family.childId))[0]!.letter_id;
  });

  afterAll(() => hub.close());

  const nurse = {
    principal_kind: 'staff',
    sub: 's1',
    role: 'health_visitor',
    organisation: 'HV-1',
    municipality: 'K1',
  } as const;
  const operator = { ...nurse, sub: 'o1', role: 'ops_operator', organisation: 'OPS' } as const;
  const portal = { principal_kind: 'service', client_id: 'parent-portal' } as const;

  it('tell the state to staff and to operations', async () => {
    const state = { letterId, state: 'delivered', channel: 'digital_post', tries: 1, late: false, code: null };
    expect(await hub.ask(`/letters/${letterId}`, nurse)).toMatchObject({ status: 200, body: state });
    expect(await hub.ask(`/letters/${letterId}`, operator)).toMatchObject({ status: 200, body: state });
    expect((await hub.ask(`/letters/${letterId}`, { ...nurse, municipality: 'K2' })).status).toBe(404);
    expect((await hub.ask(`/letters/${randomUUID()}`, nurse)).status).toBe(404);
  });

  it('give the words to staff, never to operations', async () => {
    expect(await hub.ask(`/letters/${letterId}/content`, nurse)).toMatchObject({
      status: 200,
      body: { language: 'da', label: 'Sådan logger du på portalen' },
    });
    hub.consent.decision = { ...hub.consent.decision, outcome: 'refused', code: 'CONTENT_NOT_FOR_OPS' };
    expect(await hub.ask(`/letters/${letterId}/content`, operator)).toMatchObject({
      status: 403,
      body: { code: 'CONTENT_NOT_FOR_OPS' },
    });
    expect(hub.consent.questions.at(-1)).toMatchObject({
      documentKind: 'letter_content',
      asker: { kind: 'operations' },
    });
    hub.consent.decision = { ...hub.consent.decision, outcome: 'allowed', code: null };
  });

  it('list letters by child for staff alone and by guardian for the portal alone', async () => {
    const { guardianId } = family.guardians[0]!;
    const listed = { status: 200, body: { letters: [{ letterId, childId: family.childId, state: 'delivered' }] } };
    expect(await hub.ask(`/children/${family.childId}/letters`, nurse)).toMatchObject(listed);
    for (const service of ['parent-portal', 'screening', 'operations']) {
      const asked = await hub.ask(`/children/${family.childId}/letters`, { ...portal, client_id: service });
      expect(asked).toMatchObject({ status: 403, body: { code: 'ROLE_NOT_ALLOWED' } });
    }
    expect(await hub.ask(`/guardians/${guardianId}/letters`, portal)).toMatchObject(listed);
    expect((await hub.ask(`/guardians/${guardianId}/letters`, { ...portal, client_id: 'screening' })).status).toBe(403);
    expect((await hub.ask(`/guardians/${guardianId}/letters`, nurse)).status).toBe(403);
  });
});
