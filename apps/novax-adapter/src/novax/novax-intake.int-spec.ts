import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Telemetry } from '#observability/telemetry.js';
import { schemaDrift } from '#persistence/schema-drift.js';
import { eventually } from '#testing/eventually.js';
import { journal, RunningAdapter } from '../running-adapter.fixture.js';
import { novaxJson, novaxXml } from './novax-messages.fixture.js';

const json = 'application/json';
const xml = 'application/xml';
const results = '/novax/results';

describe('the NOVAX door', () => {
  let adapter: RunningAdapter;
  let childId: string;
  let nth = 0;

  const newRecord = (): string => `NVX-${(nth += 1)}`;
  const send = (changes: Parameters<typeof novaxJson>[0], options = {}) =>
    adapter.send(results, novaxJson(changes), json, options);
  const received = async (recordId: string) =>
    (await adapter.published('journal.entry.received.v1')).filter((event) => event.recordId === recordId);
  const rejected = async (recordId: string) =>
    (await adapter.published('journal.entry.rejected.v1')).filter((event) => event.recordId === recordId);

  beforeAll(async () => {
    await Telemetry.start({ service: 'novax-adapter' });
    adapter = await RunningAdapter.start('novax_intake', '2026-05-20T10:00:00Z');
    childId = adapter.consent.register('640326-4012');
  });

  afterAll(async () => {
    await adapter.close();
    await Telemetry.stop();
  });

  it('acknowledges a result with a receipt, and publishes it once under the child', async () => {
    const recordId = newRecord();
    const answer = await send({ recordId });

    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'received', format: 'novax_result', recordId, version: 1, reportedAt: '2026-05-06T08:15:00Z' },
    });
    const events = await received(recordId);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      receiptId: answer.body.receiptId,
      childId,
      municipality: 'K1',
      sourceSystem: 'NOVAX-K1',
      adbb: [{ items: [1, 0, 0, 0, 1, 0, 0, 0], total: 2, observedOn: '2026-05-06' }],
    });
    expect(JSON.stringify(events)).not.toContain('640326');
  });

  it('gives the sender its receipt again, and to nobody else', async () => {
    const { body, headers, text } = await send({ recordId: newRecord() });
    expect(headers.get('location')).toBe(`/receipts/${body.receiptId}`);
    expect(await adapter.ask(`/receipts/${body.receiptId}`)).toMatchObject({ status: 200, text });
    for (const other of [journal('other-k1'), journal('novax-k2')]) {
      expect(await adapter.ask(`/receipts/${body.receiptId}`, {}, { as: other })).toMatchObject({ status: 404 });
    }
  });

  it('gives the first answer again, byte for byte, also across forms', async () => {
    const recordId = newRecord();
    const first = await adapter.send(results, novaxXml({ recordId }), xml);
    const again = await adapter.send(results, novaxXml({ recordId }), xml);
    const twin = await send({ recordId });

    expect([again.status, again.text]).toEqual([201, first.text]);
    expect([twin.status, twin.text]).toEqual([201, first.text]);
    expect(await received(recordId)).toHaveLength(1);
  });

  it('takes the same result sent many times in the same moment once, also by two instances', async () => {
    const recordId = newRecord();
    const second = await adapter.another();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => send({ recordId }, at % 2 === 0 ? {} : { at: second })),
    );

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await received(recordId)).toHaveLength(1);
  });

  it('refuses the same record and version with another content, and keeps a row about it', async () => {
    const recordId = newRecord();
    const first = await send({ recordId });
    const other = await send({ recordId, items: [0, 0, 0, 0, 0, 0, 0, 0], total: 0 });

    expect(other).toMatchObject({ status: 409, body: { code: 'ENTRY_CONFLICT' } });
    expect(
      await adapter.rows('select code, conflicts_with from refused_entry where record_id = $1', [recordId]),
    ).toEqual([{ code: 'ENTRY_CONFLICT', conflicts_with: first.body.receiptId }]);
    expect(await received(recordId)).toHaveLength(1);
    expect(await rejected(recordId)).toMatchObject([{ code: 'ENTRY_CONFLICT' }]);
  });

  it('takes exactly one of two contents that race for the same record', async () => {
    const recordId = newRecord();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => send({ recordId, items: [at % 2, 0, 0, 0, 0, 0, 0, 0], total: at % 2 })),
    );

    const texts = answers.filter(({ status }) => status === 201).map(({ text }) => text);
    expect(texts).toHaveLength(10);
    expect(new Set(texts).size).toBe(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(10);
    expect(await received(recordId)).toHaveLength(1);
  });

  it('takes a higher version beside the earlier one', async () => {
    const recordId = newRecord();
    await send({ recordId });
    await send({ recordId, version: 2, items: [1, 2, 1, 0, 1, 1, 0, 0], total: 6 });
    expect((await received(recordId)).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('keeps the refusal and nothing of the content, and leaves the version free', async () => {
    const recordId = newRecord();
    const refused = await send({ recordId, items: [0, 1, 0, 0, 0, 0, 0, 0], total: 3 });

    expect(refused).toMatchObject({ status: 422, body: { code: 'SCORE_MISMATCH', place: 'score' } });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await rejected(recordId)).toMatchObject([{ code: 'SCORE_MISMATCH', recordId, format: 'novax_result' }]);
    const location = refused.headers.get('location') ?? '';
    expect(await adapter.ask(location)).toMatchObject({
      status: 200,
      body: { status: 'refused', code: 'SCORE_MISMATCH' },
    });
    expect(await adapter.rows('select 1 from journal_entry where record_id = $1', [recordId])).toEqual([]);

    const mended = await send({ recordId, items: [0, 1, 0, 0, 0, 0, 0, 0], total: 1 });
    expect(mended.status).toBe(201);
    expect(await received(recordId)).toHaveLength(1);
  });

  it('keeps neither the record id that is shaped like a CPR nor any other trace of it', async () => {
    const refused = await send({ recordId: '640326-4012' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'RECORD_ID_INVALID' } });
    expect(refused.text).not.toContain('640326');
    const kept = await adapter.rows("select record_id from refused_entry where code = 'RECORD_ID_INVALID'");
    expect(kept).toEqual([{ record_id: null }]);
  });

  it('refuses a child that nobody registered, and one of another municipality, in the same words', async () => {
    adapter.consent.register('810925-6030', 'K2');
    const unknown = await send({ recordId: newRecord(), childCpr: '911225-6999', observedAt: '2026-05-20T09:00:00Z' });
    const foreign = await send({ recordId: newRecord(), childCpr: '810925-6030', observedAt: '2026-05-20T09:00:00Z' });
    for (const answer of [unknown, foreign]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'UNKNOWN_CHILD', place: '/childCpr' } });
    }
  });

  it('asks consent about a child once and never again', async () => {
    adapter.consent.register('660326-4014');
    await Promise.all([1, 2, 3].map(() => send({ recordId: newRecord(), childCpr: '660326-4014' })));
    const asked = adapter.consent.questions;
    await send({ recordId: newRecord(), childCpr: '660326-4014' });
    expect(adapter.consent.questions).toBe(asked);
  });

  it('answers 503 while consent cannot say who the child is, stores nothing, and takes known children on', async () => {
    const unheardOf = { recordId: newRecord(), childCpr: '670326-4016' };
    adapter.consent.register('670326-4016');
    adapter.consent.silent = true;
    const [unsure, known] = await Promise.all([send(unheardOf), send({ recordId: newRecord() })]);
    adapter.consent.silent = false;

    expect(unsure).toMatchObject({ status: 503, body: { code: 'DEPENDENCY_UNAVAILABLE' } });
    expect(unsure.headers.get('retry-after')).toBeTruthy();
    expect(known.status).toBe(201);
    expect(await rejected(unheardOf.recordId)).toEqual([]);
    expect(await send(unheardOf)).toMatchObject({ status: 201 });
  });

  it('takes the tenant from the token: a sender hands in for its own municipality, in its own forms', async () => {
    const answer = await send({ recordId: newRecord() }, { as: journal('novax-k1', 'K2') });
    expect(answer).toMatchObject({ status: 403, body: { code: 'WRONG_TENANT' } });
    const stranger = await send({ recordId: newRecord() }, { as: journal('nobody-k1') });
    expect(stranger).toMatchObject({ status: 403, body: { code: 'SENDER_UNKNOWN' } });
    const oneForm = await send({ recordId: newRecord() }, { as: journal('reports-k1') });
    expect(oneForm).toMatchObject({ status: 403, body: { code: 'SENDER_UNKNOWN' } });
  });

  it('seals the original: unreadable in the database, readable by staff whom consent allows, gone with its key', async () => {
    const message = novaxXml({ recordId: newRecord(), childCpr: '680326-4018' });
    const owner = adapter.consent.register('680326-4018');
    const { body } = await adapter.send(results, message, xml);
    const nurse = {
      principal_kind: 'staff',
      sub: 'n1',
      role: 'health_visitor',
      organisation: 'HV-1',
      municipality: 'K1',
    } as const;
    const open = (as: Parameters<RunningAdapter['ask']>[2]) => adapter.ask(`/entries/${body.receiptId}`, {}, as);

    const [row] = await adapter.rows<{ sealed: Buffer }>('select * from sealed_entry where receipt_id = $1', [
      body.receiptId,
    ]);
    expect(row?.sealed.toString('latin1')).not.toContain('680326');
    expect(await open({ as: nurse })).toMatchObject({ status: 200, text: message });
    expect(await open({ as: { ...nurse, municipality: 'K2' } })).toMatchObject({ status: 404 });
    expect(await open({ as: journal() })).toMatchObject({ status: 403 });

    adapter.consent.decision = { ...adapter.consent.decision, outcome: 'refused', code: 'CONSENT_MISSING' };
    expect(await open({ as: nurse })).toMatchObject({ status: 403, body: { code: 'CONSENT_MISSING' } });
    adapter.consent.decision = { ...adapter.consent.decision, outcome: 'allowed', code: null };

    await adapter.keys.dataSource.query('delete from data_key where owner_id = $1', [owner]);
    expect(await open({ as: nurse })).toMatchObject({ status: 404 });
  });

  it('refuses what it cannot read before the body is read to its end, and keeps that too', async () => {
    const large = await adapter.send(results, 'x'.repeat(1_000_001), json);
    expect(large).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } });
    const typed = await adapter.send(results, novaxJson(), 'text/plain');
    expect(typed).toMatchObject({ status: 415, body: { code: 'MEDIA_TYPE_UNSUPPORTED' } });
    const codes = (await adapter.published('journal.entry.rejected.v1')).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED']));
  });

  it('keeps nothing of a caller that it does not know', async () => {
    const count = async () => adapter.rows('select count(*) from refused_entry');
    const before = await count();
    const expired = await adapter.issuer.token(journal(), { lifetime: -60 });
    const foreign = await adapter.issuer.token(journal(), { issuer: 'http://elsewhere' });
    for (const token of [expired, foreign]) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': json };
      expect((await adapter.ask(results, { method: 'POST', body: novaxJson(), headers })).status).toBe(401);
    }
    expect(await count()).toEqual(before);
  });

  it('logs who handed in what, and how it went', async () => {
    const lines = await adapter.rows<{ outcome: string }>(
      'select distinct outcome from intake_log where client_id = $1',
      ['novax-k1'],
    );
    expect(lines.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'refused', 'repeated', 'taken']);
  });

  it('has the tables that its rows describe', async () => {
    expect(await schemaDrift(adapter.database.dataSource)).toEqual([]);
  });

  it('answers 503 while the database is away, never an acknowledgement, and goes on by itself', async () => {
    const recordId = newRecord();
    adapter.line.cut();
    expect(await send({ recordId })).toMatchObject({ status: 503, body: { code: 'DEPENDENCY_UNAVAILABLE' } });
    expect(await send({ recordId, total: 9 })).toMatchObject({ status: 503 });
    adapter.line.mend();

    await eventually(async () => expect((await send({ recordId })).status).toBe(201));
    expect(await received(recordId)).toHaveLength(1);
  });

  it('is not ready while the database of its keys is away, says which, and answers 503', async () => {
    const ready = async () => (await fetch(`${adapter.url}/health/ready`)).json();
    expect(await ready()).toMatchObject({ ready: true, silent: [] });
    const recordId = newRecord();
    adapter.keysLine.cut();
    const keys = new URL(adapter.keys.url).pathname.slice(1);
    expect(await ready()).toEqual({ ready: false, database: 'down', silent: [keys], ending: false });
    expect(await (await fetch(`${adapter.url}/metrics`)).text()).toMatch(/^hub_database_up\S* 0$/m);
    expect(await send({ recordId })).toMatchObject({ status: 503, body: { code: 'DEPENDENCY_UNAVAILABLE' } });
    adapter.keysLine.mend();

    await eventually(async () => expect(await ready()).toMatchObject({ ready: true, silent: [] }));
    await eventually(async () => expect((await send({ recordId })).status).toBe(201));
  });
});
