import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusalCodes } from '#contracts/refusal-codes.js';
import { novaxJson } from '../novax/novax-messages.fixture.js';
import { journal, RunningAdapter } from '../running-adapter.fixture.js';

const json = 'application/json';

describe('the list of what a sender was refused for', () => {
  let adapter: RunningAdapter;

  beforeAll(async () => {
    adapter = await RunningAdapter.start('refused_entries', '2026-05-20T10:00:00Z');
    adapter.consent.register('640326-4012');
  });

  afterAll(() => adapter.close());

  const wrongTotal = (recordId: string) => novaxJson({ recordId, total: 30 });
  const send = (recordId: string, clientId = 'novax-k1') =>
    adapter.send('/novax/results', wrongTotal(recordId), json, { as: journal(clientId) });
  const list = (query = '', clientId = 'novax-k1') =>
    adapter.ask(`/refused-entries${query}`, {}, { as: journal(clientId) });

  it('names code, place, cure and receipt, newest first, page by page, and the count of each day', async () => {
    const records = ['one', 'two', 'three'].map((name) => `${name}-${randomUUID().slice(0, 8)}`);
    for (const record of records) expect(await send(record)).toMatchObject({ status: 422 });
    const { body } = await list('?limit=2');
    expect(body.entries.map(({ recordId }: { recordId: string }) => recordId)).toEqual([records[2], records[1]]);
    expect(body.entries[0]).toMatchObject({
      code: 'SCORE_MISMATCH',
      place: expect.any(String),
      cure: expect.any(String),
      refusedAt: expect.stringMatching(/^2026-05-20T/),
    });
    const receipt = await adapter.ask(`/receipts/${body.entries[0].receiptId}`, {}, { as: journal() });
    expect(receipt.body).toMatchObject({ status: 'refused', code: 'SCORE_MISMATCH' });
    const next = await list(`?limit=2&after=${body.entries[1].receiptId}`);
    expect(next.body.entries.map(({ recordId }: { recordId: string }) => recordId)).toEqual([records[0]]);
    expect(body.perDay).toEqual([{ code: 'SCORE_MISMATCH', day: '2026-05-20', count: 3 }]);
    expect((await list('?code=CPR_INVALID')).body.entries).toEqual([]);
  });

  it('is the sender’s own: no other one of the municipality or elsewhere sees it, nor goes on from its place', async () => {
    const record = `own-${randomUUID().slice(0, 8)}`;
    await send(record);
    const own = await list();
    expect(own.text).toContain(record);
    for (const other of ['other-k1', 'novax-k2']) {
      expect((await list('', other)).body).toEqual({ entries: [], perDay: [] });
      expect((await list(`?after=${own.body.entries[0].receiptId}`, other)).body.entries).toEqual([]);
    }
  });

  it('is for registered journal systems alone', async () => {
    const nurse = {
      principal_kind: 'staff',
      sub: 'n1',
      role: 'health_visitor',
      organisation: 'HV-1',
      municipality: 'K1',
    } as const;
    expect(await adapter.ask('/refused-entries', {}, { as: nurse })).toMatchObject({ status: 403 });
    expect(await list('', 'nobody-k1')).toMatchObject({ status: 403, body: { code: 'SENDER_UNKNOWN' } });
    expect((await fetch(`${adapter.url}/refused-entries`)).status).toBe(401);
  });

  it('shows the sender a refusal whose code this version does not know, and the others beside it', async () => {
    const known = `known-${randomUUID().slice(0, 8)}`;
    const unknown = `unknown-${randomUUID().slice(0, 8)}`;
    for (const record of [known, unknown]) expect(await send(record)).toMatchObject({ status: 422 });
    await adapter.rows('update refused_entry set code = $2 where record_id = $1', [unknown, 'CODE_OF_A_LATER_VERSION']);
    const listed = await list('?limit=2');
    expect(listed.status).toBe(200);
    expect(listed.body.entries).toMatchObject([
      { recordId: unknown, code: 'CODE_OF_A_LATER_VERSION', cure: expect.stringContaining('answer that you got') },
      { recordId: known, code: 'SCORE_MISMATCH', cure: refusalCodes.SCORE_MISMATCH.cure },
    ]);
    const [first] = listed.body.entries;
    const receipt = await adapter.ask(`/receipts/${first.receiptId}`, {}, { as: journal() });
    expect(receipt).toMatchObject({ status: 200, body: { recordId: unknown, code: first.code, cure: first.cure } });
  });
});
