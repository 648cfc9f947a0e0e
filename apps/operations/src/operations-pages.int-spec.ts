import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '#testing/eventually.js';
import { SettleStops } from './messages/settle-stops.js';
import { CSRF, newTrace, operator, RunningOperations } from './running-operations.fixture.js';

const inK2 = { ...operator, municipality: 'K2' };

let operations: RunningOperations;

beforeAll(async () => {
  operations = await RunningOperations.open({
    SCREENING_URL: 'http://127.0.0.1:9',
    TRACE_URL_TEMPLATE: 'https://traces.example/trace/{traceId}',
  });
});
afterAll(() => operations.close());
beforeEach(() =>
  operations.query(
    'truncate parked_key, parked_event, dead_letter, message_act, chain, chain_step, stopped_message, refused_entry, awaited_step',
  ),
);

const states = async () =>
  (await operations.query('select state from dead_letter order by position')).map(
    ({ state }: { state: string }) => state,
  );

/** An entry whose shared document cannot be handled: parked, or dead. */
async function stoppedChain(
  recordId: string,
  how: 'parked' | 'dead',
): Promise<{ traceId: string; id: string; key: string }> {
  const traceId = newTrace();
  const key = randomUUID();
  const stopped =
    how === 'parked' ? await operations.park({ traceId, key }) : await operations.deadLetter({ traceId, key });
  const told = { service: 'operations', consumer: 'another.consumer', eventId: stopped.eventId, attempts: 1 };
  await operations.record(
    operations.delivered(traceId, 'journal.entry.received.v1', '2026-05-06T08:00:00Z', {
      receiptId: randomUUID(),
      recordId,
    }),
    operations.delivered(traceId, 'portal.document.shared.v1', '2026-05-06T08:01:00Z'),
    operations.delivered(
      traceId,
      how === 'parked' ? 'message.parked.v1' : 'message.dead_lettered.v1',
      '2026-05-06T08:01:01Z',
      {
        ...told,
        eventType: 'portal.document.shared.v1',
        errorClass: how === 'parked' ? 'key_bound' : 'poison',
        code: how === 'parked' ? 'SENDER_UNKNOWN' : 'VERSION_UNKNOWN',
      },
    ),
  );
  return { traceId, key, id: 'id' in stopped ? stopped.id : '' };
}

describe('a chain', () => {
  it('of a deleted child names nothing that leads to it and awaits nothing, even when its events are heard later', async () => {
    const [traceId, refused] = [newTrace(), newTrace()];
    const recordId = 'NVX-OF-A-DELETED-CHILD';
    const forgotten = (id: string) =>
      operations.delivered(id, 'trace.forgotten.v1', '2026-05-06T09:00:00Z', { traceId: id });
    await operations.record(forgotten(traceId), forgotten(refused));
    await operations.record(
      operations.delivered(traceId, 'journal.entry.received.v1', '2026-05-06T08:00:00Z', {
        receiptId: randomUUID(),
        recordId,
      }),
      operations.delivered(traceId, 'letter.submitted.v1', '2026-05-06T08:01:00Z', { letterId: randomUUID() }),
      operations.delivered(refused, 'journal.entry.rejected.v1', '2026-05-06T07:00:00Z', {
        receiptId: randomUUID(),
        recordId,
      }),
    );
    const rows = await operations.query(
      `select record_id from chain union all select record_id from refused_entry where trace_id = any($1)`,
      [[traceId, refused]],
    );
    expect(rows).toEqual([{ record_id: null }, { record_id: null }, { record_id: null }]);
    expect(await operations.query('select from awaited_step where ended_at is null')).toEqual([]);
  });

  it('is found by every id that somebody may hold in hand, by state, sender and time, page by page', async () => {
    const traceId = newTrace();
    const [receiptId, letterId] = [randomUUID(), randomUUID()];
    await operations.record(
      operations.delivered(traceId, 'journal.entry.received.v1', '2026-05-06T08:00:00Z', {
        receiptId,
        recordId: 'NVX-7',
        sourceSystem: 'NOVAX-K1',
      }),
      operations.delivered(traceId, 'letter.requested.v1', '2026-05-06T08:00:05Z', { letterId }),
      operations.delivered(newTrace(), 'journal.entry.rejected.v1', '2026-05-07T08:00:00Z', {
        receiptId: randomUUID(),
        recordId: 'REFUSED-1',
        sourceSystem: 'OTHER-K1',
      }),
    );
    await stoppedChain('STOPPED-1', 'dead');
    const found = async (query: string) =>
      [...(await operations.page(`/?${query}`)).text.matchAll(/NVX-7|REFUSED-1|STOPPED-1/g)].map(([text]) => text);
    for (const id of [traceId, receiptId, letterId, 'NVX-7'])
      expect(await found(`find=${id}`)).toEqual(expect.arrayContaining(['NVX-7']));
    expect(await found(`find=${randomUUID()}`)).toEqual([]);
    expect(await found('state=stopped')).toEqual(['STOPPED-1']);
    expect(await found('state=refused')).toEqual(['REFUSED-1']);
    expect(await found('state=running')).toEqual(['NVX-7']);
    expect(await found('state=complete')).toEqual([]);
    expect(await found('sourceSystem=OTHER-K1')).toEqual(['REFUSED-1']);
    expect(await found('from=2026-05-07T00:00')).toEqual(['REFUSED-1']);
    expect(await found('to=2026-05-06T10:00')).toEqual([]);
    expect(await found('find=&state=&sourceSystem=&from=&to=')).toHaveLength(3);
    expect((await operations.page('/', inK2)).text).toContain('No entry has come in yet');
  });

  it.each([
    ['running', ['letter.requested.v1']],
    ['running', ['letter.requested.v1', 'letter.submitted.v1']],
    ['complete', ['letter.requested.v1', 'letter.submitted.v1', 'letter.delivered.v1']],
    ['complete', ['letter.requested.v1', 'letter.cancelled.v1']],
    ['failed', ['letter.requested.v1', 'letter.failed.v1']],
    ['refused', ['journal.entry.rejected.v1']],
  ])('is %s after %p', async (state, types) => {
    const traceId = newTrace();
    const [receiptId, letterId] = [randomUUID(), randomUUID()];
    const at = (second: number) => new Date(Date.now() - 60_000 + second * 1000).toISOString();
    const entry = operations.delivered(traceId, 'journal.entry.received.v1', at(0), { receiptId });
    const later = types.map((type, second) =>
      operations.delivered(traceId, type, at(second + 1), { receiptId, letterId }),
    );
    await operations.record(entry, ...later);
    const found = async (query: string) => (await operations.page(`/?${query}`)).text.includes(traceId);
    expect([await found(`state=${state}`), await found(`find=${traceId}`)]).toEqual([true, true]);
    for (const other of ['running', 'complete', 'failed', 'refused', 'stopped', 'closed'].filter(
      (each) => each !== state,
    ))
      expect([other, await found(`state=${other}`)]).toEqual([other, false]);
  });

  it('leads to older ones when there are more than a page holds', async () => {
    for (let nth = 0; nth < 52; nth += 1) {
      await operations.record(
        operations.delivered(newTrace(), 'journal.entry.received.v1', '2026-05-06T08:00:00Z', {
          receiptId: randomUUID(),
          recordId: `NVX-${nth}`,
        }),
      );
    }
    const recordsIn = (html: string) => new Set([...html.matchAll(/>(NVX-\d+)</g)].map(([, id]) => id!));
    const first = (await operations.page('/')).text;
    const older = /<a href="(\/\?[^"]*after=[^"]*)">Older chains/.exec(first)![1]!.replaceAll('&amp;', '&');
    const second = (await operations.page(older)).text;
    expect([recordsIn(first).size, recordsIn(second).size]).toEqual([50, 2]);
    expect([...recordsIn(first)].filter((id) => recordsIn(second).has(id))).toEqual([]);
  });

  it('says where it stopped, why, what to do, and which service did not answer', async () => {
    const { traceId, key } = await stoppedChain('NVX-8', 'parked');
    const { text } = await operations.page(`/chains/${traceId}/page`);
    for (const words of [
      'stopped',
      'SENDER_UNKNOWN',
      'not set up as a sender',
      `/stopped/operations/parked?key=${key}`,
    ])
      expect(text).toContain(words);
    expect(text).toContain('Not every service answers');
    expect(text).toContain('screening');
    expect(text).toContain(`https://traces.example/trace/${traceId}`);
    expect(text).not.toContain('what it held');
    expect((await operations.page(`/chains/${traceId}/page`, inK2)).status).toBe(404);
    expect((await operations.page(`/chains/${traceId}/page/now`, inK2)).status).toBe(404);
  });

  it('is no longer stopped once the service says that nothing of it stands still', async () => {
    const { traceId } = await stoppedChain('NVX-9', 'parked');
    const stateOf = async () =>
      /class="hub-mark[^>]*>(\w+)</.exec((await operations.page(`/chains/${traceId}/page/now`)).text)![1];
    await eventually(async () =>
      expect(await operations.query('select 1 from stopped_message where checked_at is not null')).toHaveLength(1),
    );
    expect(await stateOf()).toBe('stopped');
    await operations.query('truncate parked_key, parked_event');
    await eventually(async () => expect(await stateOf()).toBe('running'));
  });

  it('goes on by the word of its service, though another service that is asked in the same round is away', async () => {
    const { traceId } = await stoppedChain('NVX-AWAY', 'parked');
    const told = { service: 'screening', consumer: 'hub.screening', eventId: randomUUID() };
    await operations.record(operations.delivered(traceId, 'message.parked.v1', '2026-05-06T08:02:00Z', told));
    await operations.query('truncate parked_key, parked_event');
    await operations.service.app.get(SettleStops).run();
    const left = await operations.query('select service from stopped_message where ended_at is null');
    expect(left).toEqual([{ service: 'screening' }]);
  });
});

describe('a chain whose dead letter', () => {
  it('is discarded is closed once nothing else of it is due, and is stopped again when that is taken back', async () => {
    const { traceId, id } = await stoppedChain('NVX-10', 'dead');
    const stateOf = async () =>
      /class="hub-mark[^>]*>(\w+)</.exec((await operations.page(`/chains/${traceId}/page/now`)).text)![1];
    const isListed = async (state: string) =>
      (await operations.page(`/?state=${state}`)).text.includes(`/chains/${traceId}/page`);
    const act = async (name: string) => {
      const { text } = await operations.page(`/stopped/operations/plan?act=${name}&id=${id}`);
      const diedBefore = /name="diedBefore" value="([^"]+)"/.exec(text)![1]!;
      await operations.form('/stopped/operations/act', { act: name, id, diedBefore, reason: 'why' });
    };
    expect(await stateOf()).toBe('stopped');
    await act('discard');
    await eventually(async () => expect(await stateOf()).toBe('running'));
    expect([await isListed('closed'), await isListed('running')]).toEqual([false, true]);
    // The result that the entry brought was still to be judged.
    await operations.record(
      operations.delivered(traceId, 'screening.result.recorded.v1', '2026-05-06T08:02:00Z', { recordId: 'NVX-1001' }),
    );
    expect(await stateOf()).toBe('closed');
    expect([await isListed('closed'), await isListed('running'), await isListed('stopped')]).toEqual([
      true,
      false,
      false,
    ]);
    await act('reopen');
    await eventually(async () => expect(await stateOf()).toBe('stopped'));
    expect(await isListed('closed')).toBe(false);
  });

  it('was parked before, then discarded and opened again, is not taken for discarded any more', async () => {
    const traceId = newTrace();
    const { id, eventId } = await operations.deadLetter({ traceId });
    const [{ consumer }] = await operations.query('select consumer from dead_letter');
    const told = { service: 'operations', consumer, eventId };
    for (const type of ['message.parked.v1', 'message.dead_lettered.v1'])
      await operations.record(operations.delivered(traceId, type, '2026-05-06T08:01:00Z', told));
    const discarded = async () =>
      (await operations.query('select kind from stopped_message where is_discarded order by kind')).map(
        ({ kind }: { kind: string }) => kind,
      );
    const act = async (name: string) => {
      const { text } = await operations.page(`/stopped/operations/plan?act=${name}&id=${id}`);
      const diedBefore = /name="diedBefore" value="([^"]+)"/.exec(text)![1]!;
      await operations.form('/stopped/operations/act', { act: name, id, diedBefore, reason: 'why' });
    };
    await act('discard');
    await eventually(async () => expect(await discarded()).toEqual(['dead_lettered', 'parked']));
    await act('reopen');
    await eventually(async () => expect(await discarded()).toEqual([]));
  });
});

describe('a gap', () => {
  const step = 'letter.delivered';
  const late = async (nth = 0) => {
    const [traceId, letterId] = [newTrace(), randomUUID()];
    await operations.query(
      `insert into awaited_step (step, about, trace_id, municipality, letter_id, since, due_at, gap_detected_at)
       values ($1, $2::text, $3, 'K1', $2::text::uuid, now(), now(), now() - make_interval(secs => $4))`,
      [step, letterId, traceId, nth],
    );
    return { traceId, letterId, step };
  };

  it('is closed from its page with a code and a reason, stands among the closed ones, and is opened again', async () => {
    const gap = await late();
    const one = `/gaps/one?${new URLSearchParams({ traceId: gap.traceId, step, letterId: gap.letterId })}`;
    expect((await operations.page('/gaps/page')).text).toContain(one.replaceAll('&', '&amp;'));
    expect((await operations.page(one)).text).toContain('its receipt never comes');
    const form = { ...gap, code: 'receipt_lost', reason: 'the channel lost it, ticket 7' };
    const faulty = await operations.form('/gaps/one/close', { ...form, reason: 'child 640326-4012' });
    expect([faulty.status, faulty.text]).toEqual([
      422,
      expect.stringContaining('Leave the civil registration number out'),
    ]);
    expect(await operations.form('/gaps/one/close', form)).toMatchObject({ status: 303, location: one });
    expect((await operations.page('/gaps/page')).text).toContain('No gap of K1 is open.');
    const closed = (await operations.page('/gaps/page?state=closed')).text;
    expect(closed).toContain('By o1: The letter went out, its receipt never comes.');
    expect((await operations.page(one)).text).toContain('the channel lost it, ticket 7');
    await eventually(async () =>
      expect((await operations.page('/acts')).text).toMatch(/close gap<.*the channel lost it, ticket 7/s),
    );
    expect(await operations.form('/gaps/one/reopen', { ...gap, reason: 'it may come' })).toMatchObject({ status: 303 });
    expect((await operations.page('/gaps/page?state=closed')).text).toContain('No gap of K1 is closed.');
  });

  it('is nothing that another municipality sees or closes', async () => {
    const gap = await late();
    expect((await operations.page('/gaps/page', inK2)).text).toContain('No gap of K2 is open.');
    expect((await operations.page(`/gaps/one?${new URLSearchParams(gap)}`, inK2)).status).toBe(404);
    const form = { ...gap, code: 'other', reason: 'not ours' };
    expect(await operations.form('/gaps/one/close', form, { person: inK2 })).toMatchObject({ status: 404 });
  });

  it('found earlier is on a further page', async () => {
    for (let nth = 0; nth < 51; nth += 1) await late(nth);
    const { text } = await operations.page('/gaps/page');
    const earlier = /<a href="([^"]*skip=50)">Gaps found earlier/.exec(text)![1]!.replaceAll('&amp;', '&');
    expect((await operations.page(earlier)).text.match(/<tr><td data-title="Missing step">/g)).toHaveLength(1);
  });
});

describe('stopped messages', () => {
  it('are counted for the operator’s municipality, with the service that does not answer', async () => {
    await operations.park();
    await operations.deadLetter({ municipality: 'K2' });
    const { text } = await operations.page('/stopped');
    expect(text).toContain('1 parked child and 0 dead letters wait for somebody. 1 service does not answer.');
    expect((await operations.page('/stopped', inK2)).text).toContain('0 parked children and 1 dead letter wait');
  });

  it('stand beside the work that services should have done by now', async () => {
    await operations.query(
      `insert into late_work (service, kind, waiting, since, detected_at) values ('notifications', 'send-letters', 3, now() - interval '1 hour', now())`,
    );
    expect((await operations.page('/stopped')).text).toMatch(/notifications<\/td><td[^>]*>send letters</);
    await operations.query('truncate late_work');
    expect((await operations.page('/stopped')).text).toContain('Every service does its work in time.');
  });

  it('are listed by type, code, key and state, and looked at without what they held', async () => {
    const { id } = await operations.deadLetter({ key: 'child-1', code: 'VERSION_UNKNOWN' });
    await operations.deadLetter({ key: 'child-2', code: 'TYPE_UNKNOWN' });
    const listed = async (query: string) =>
      [...(await operations.page(`/stopped/operations?${query}`)).text.matchAll(/>(child-\d)</g)].map(([, key]) => key);
    expect(await listed('')).toEqual(['child-1', 'child-2']);
    expect(await listed('code=TYPE_UNKNOWN')).toEqual(['child-2']);
    expect(await listed('key=child-1')).toEqual(['child-1']);
    expect(await listed('state=discarded')).toEqual([]);
    const { text } = await operations.page(`/stopped/operations/dead-letters/${id}`);
    for (const words of [
      'VERSION_UNKNOWN',
      'PoisonError',
      'Upgrade it, then replay',
      'hub.portal.v1, partition 0, offset 7',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('what it held');
    expect((await operations.page(`/stopped/operations/dead-letters/${id}`, inK2)).status).toBe(404);
  });

  it('are replayed after a dry run that changes nothing, in the operator’s name, and only what the dry run showed', async () => {
    await operations.deadLetter({ key: 'child-1' });
    await operations.deadLetter({ key: 'child-1' });
    await operations.deadLetter({ key: 'child-1', municipality: 'K2' });
    const { text } = await operations.page('/stopped/operations/plan?act=replay&key=child-1');
    expect(text).toContain('Nothing has changed yet');
    expect(text).toContain('Replay (2)');
    expect(await states()).toEqual(['open', 'open', 'open']);
    const diedBefore = /name="diedBefore" value="([^"]+)"/.exec(text)![1]!;
    await operations.query(
      `update dead_letter set died_at = now() + interval '1 minute' where position = (select min(position) from dead_letter)`,
    );
    const fields = { act: 'replay', key: 'child-1', diedBefore, reason: 'upgraded' };
    const answer = await operations.form('/stopped/operations/act', fields);
    expect([answer.status, answer.location]).toEqual([
      303,
      expect.stringMatching(/^\/stopped\/operations\/replay\?.*of=1/),
    ]);
    expect(await states()).toEqual(['open', 'queued', 'open']);
    expect((await operations.page(answer.location!)).text).toContain('0 of 1 are through');
    await operations.query(`update dead_letter set state = 'replayed', state_since = now() where state = 'queued'`);
    expect((await operations.page(answer.location!.replace('?', '/now?'))).text).toContain('1 replayed, 0 open again');
    const log = (await operations.page('/acts')).text;
    for (const words of ['>o1 as ops_operator<', 'upgraded', 'key child-1']) expect(log).toContain(words);
    expect((await operations.page('/acts?service=operations')).text).toContain('upgraded');
    expect((await operations.page('/acts', inK2)).text).not.toContain('upgraded');
  });

  it('have a progress of their own, though others of the same kind are replayed at the same time', async () => {
    const [mine, other] = [await operations.deadLetter({ key: 'mine' }), await operations.deadLetter({ key: 'other' })];
    const replay = async (id: string) => {
      const { location } = await operations.form('/stopped/operations/act', {
        act: 'replay',
        id,
        diedBefore: new Date(Date.now() + 60_000).toISOString(),
        reason: 'upgraded',
      });
      return location!.replace('?', '/now?');
    };
    const [mineNow] = [await replay(mine.id), await replay(other.id)];
    const done = `update dead_letter set state = 'replayed', state_since = now() where id = $1`;
    await operations.query(done, [other.id]);
    expect((await operations.page(mineNow)).text).toContain('0 of 1 are through');
    await operations.query(done, [mine.id]);
    expect((await operations.page(mineNow)).text).toContain('1 replayed, 0 open again');
  });

  it.each([
    ['replay', 'queued'],
    ['discard', 'discarded'],
  ])(
    'are taken once by an act that is confirmed twice, %s: the second one is told, and logs nothing',
    async (act, state) => {
      const { id } = await operations.deadLetter();
      const diedBefore = new Date(Date.now() + 60_000).toISOString();
      const confirm = () => operations.form('/stopped/operations/act', { act, id, diedBefore, reason: 'mended' });
      const [done, told] = (await Promise.all([confirm(), confirm()])).sort((a, b) => a.status - b.status);
      expect([done!.status, told!.status]).toEqual([303, 409]);
      expect(told!.text).toContain('somebody has done it already');
      expect(told!.text).toMatch(/href="\/stopped\/operations">Stopped in operations/);
      expect(await states()).toEqual([state]);
      expect(await operations.query('select act, affected from message_act')).toEqual([{ act, affected: 1 }]);
    },
  );

  it('are discarded and opened again, and a replay is stopped', async () => {
    const { id } = await operations.deadLetter();
    const act = async (name: string) => {
      const { text } = await operations.page(`/stopped/operations/plan?act=${name}&id=${id}`);
      const diedBefore = /name="diedBefore" value="([^"]+)"/.exec(text)![1]!;
      const { location } = await operations.form('/stopped/operations/act', {
        act: name,
        id,
        diedBefore,
        reason: 'why',
      });
      return (await operations.page(location!)).text;
    };
    expect(await act('discard')).toContain('1 dead letter was discarded');
    expect(await states()).toEqual(['discarded']);
    expect(await act('reopen')).toContain('1 dead letter is open again');
    await act('replay');
    expect(await act('stop-replay')).toContain('1 dead letter is open again');
    expect(await states()).toEqual(['open']);
  });

  it('of a parked child are tried again, with a reason, by its own municipality alone', async () => {
    const { key } = await operations.park({ own: true });
    const release = (person = operator as typeof inK2) =>
      operations.form('/stopped/operations/parked/release', { key, reason: 'sender entered' }, { person });
    expect((await release(inK2)).status).toBe(404);
    expect(await operations.query('select retry_at from parked_key')).toEqual([{ retry_at: null }]);
    const answer = await release();
    expect([answer.status, answer.location]).toEqual([303, expect.stringMatching(/released=\d{4}-.*&eventId=/)]);
    // Nobody can read this one: tried again, it is set aside, and the child flows.
    const now = answer.location!.replace('?', '/now?');
    await eventually(async () => expect((await operations.page(now)).text).toContain('Nothing of this key is parked'));
    expect((await operations.page('/acts')).text).toContain('sender entered');
  });

  it('of a parked child that fail again say so, when they are tried again, and let it be tried once more', async () => {
    const { key, eventId } = await operations.park();
    const [{ tried_at: released }] = await operations.query('select tried_at from parked_key');
    const location = `/stopped/operations/parked?${new URLSearchParams({ key, released: released.toISOString(), eventId })}`;
    const underWay = (await operations.page(location)).text;
    expect(underWay).toContain('It is being tried again.');
    expect(underWay).not.toContain('<h2>Try again</h2>');
    await operations.query(
      `update parked_key set tried_at = now(), attempts = 2, error_class = 'transient', code = 'SERVICE_UNREACHABLE',
                             retry_at = '2027-01-06T08:05:00Z'`,
    );
    const now = (await operations.page(location.replace('?', '/now?'))).text;
    expect(now).toContain('It was tried again and failed again.');
    expect(now).toContain('It is tried again by itself at 2027-01-06 09:05:00.');
    expect(now).toContain(`href="/stopped/operations/parked?key=${key}">Try again once more`);
    expect((await operations.page(location)).text).toContain('<h2>Try again</h2>');
  });

  it('of a parked child are set aside one by one, as a page says before; the child goes on, and the letter is found', async () => {
    const { key, eventId } = await operations.park({ own: true });
    const plan = await operations.page(`/stopped/operations/parked/set-aside?key=${key}`);
    expect(plan.text).toContain('Nothing waits behind it: the child flows again.');
    const setAside = (fields: object, person = operator as typeof inK2) =>
      operations.form('/stopped/operations/parked/set-aside', { key, eventId, ...fields }, { person });
    expect((await setAside({ reason: 'x' }, inK2)).status).toBe(404);
    expect((await setAside({ reason: ' ' })).status).toBe(422);
    expect((await setAside({ reason: 'x', eventId: randomUUID() })).status).toBe(409);
    const done = await setAside({ reason: 'never to be handled' });
    expect(done.status).toBe(303);
    expect((await operations.page(done.location!)).text).toContain('SENDER_UNKNOWN');
    await eventually(async () => expect(await operations.query('select from parked_key')).toEqual([]));
    expect(await states()).toEqual(['open']);
    expect((await operations.page('/acts')).text).toContain('never to be handled');
  });

  it.each([
    ['without a reason', { reason: ' ' }, 'Write why'],
    ['with a civil registration number in the reason', { reason: 'for 640326-4012' }, 'registration number'],
  ])('are left alone by a form %s, which is shown again', async (_, fault, words) => {
    const { id } = await operations.deadLetter();
    const { key } = await operations.park();
    const diedBefore = new Date(Date.now() + 60_000).toISOString();
    const acted = await operations.form('/stopped/operations/act', { act: 'discard', id, diedBefore, ...fault });
    const released = await operations.form('/stopped/operations/parked/release', { key, ...fault });
    for (const { status, text } of [acted, released]) {
      expect(status).toBe(422);
      expect(text).toContain(words);
    }
    expect(await states()).toEqual(['open']);
    expect(await operations.query('select * from message_act')).toEqual([]);
  });

  it('are left alone by a form from elsewhere', async () => {
    const { id } = await operations.deadLetter();
    const fields = { act: 'discard', id, diedBefore: new Date(Date.now() + 60_000).toISOString(), reason: 'why' };
    const path = '/stopped/operations/act';
    const answers = [
      await operations.form(path, fields, { site: 'cross-site' }),
      await operations.form(path, { ...fields, csrf: 'd'.repeat(CSRF.length) }),
      await operations.form(path, { ...fields, csrf: '' }),
    ];
    for (const { status, text } of answers) expect([status, text.includes('FORM_OUTDATED')]).toEqual([403, true]);
    const token = await operations.issuer.token(operator);
    const bearer = await fetch(operations.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, csrf: CSRF }),
    });
    expect(bearer.status).toBe(403);
    expect(await states()).toEqual(['open']);
  });

  it('need a choice: nobody acts on everything there is', async () => {
    expect((await operations.page('/stopped/operations/plan?act=discard')).status).toBe(422);
    expect((await operations.page('/stopped/stand-ins')).status).toBe(404);
    expect((await operations.page('/stopped/consent')).status).toBe(404);
  });
});

describe('refused entries', () => {
  it('are counted for each sender and code with place, cure and trend, and listed', async () => {
    const at = new Date(Date.now() - 60_000).toISOString();
    const refused = (sourceSystem: string, recordId: string) =>
      operations.delivered(newTrace(), 'journal.entry.rejected.v1', at, {
        receiptId: randomUUID(),
        sourceSystem,
        recordId,
      });
    await operations.record(refused('NOVAX-K1', 'R-1'), refused('NOVAX-K1', 'R-2'), refused('OTHER-K1', 'R-3'));
    const { text } = await operations.page('/refused');
    expect(text).toContain('2 refused entries');
    expect(text).toMatch(/SCORE_MISMATCH.*score.*<polyline/s);
    const list = (await operations.page('/refused/entries?sourceSystem=NOVAX-K1&code=SCORE_MISMATCH')).text;
    expect([...list.matchAll(/R-\d/g)].map(([id]) => id).sort()).toEqual(['R-1', 'R-2']);
    const headers = { authorization: `Bearer ${await operations.issuer.token(operator)}` };
    const overview = await (await fetch(`${operations.url}/refused-entries/by-sender?days=7`, { headers })).json();
    expect(overview.days).toHaveLength(7);
    expect(overview).toMatchObject({
      senders: [
        { sourceSystem: 'NOVAX-K1', count: 2, kinds: [{ code: 'SCORE_MISMATCH', perDay: [0, 0, 0, 0, 0, 0, 2] }] },
        { sourceSystem: 'OTHER-K1', count: 1 },
      ],
    });
    expect((await operations.page('/refused', inK2)).text).toContain('Nothing was refused');
  });
});

describe('the pages', () => {
  it('tell the browser to be careful, and run no script but their own', async () => {
    const { headers, text } = await operations.page('/stopped');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    const scripts = [...text.matchAll(/<script([^>]*)>([^<]*)/g)];
    expect(scripts.map(([, , inline]) => inline)).toEqual(['']);
    const address = /src="([^"]+)"/.exec(scripts[0]![1]!)![1]!;
    const script = await fetch(operations.url + address);
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect((await fetch(operations.url + address.replace(/assets\/\w+/, 'assets/0000'))).status).toBe(404);
  });

  it('lead who is not logged in to the login and back, and who is no operator away', async () => {
    const visitor = await fetch(`${operations.url}/stopped/operations?code=X&state=open`, { redirect: 'manual' });
    expect(visitor.headers.get('location')).toBe('/login?back=%2Fstopped%2Foperations%3Fcode%3DX%26state%3Dopen');
    const nurse = { ...operator, role: 'health_visitor' };
    const refused = await operations.page('/stopped', nurse);
    expect([refused.status, refused.text.includes('These pages are for operators')]).toEqual([403, true]);
    expect((await operations.form('/logout', {}, { person: nurse })).location).toBe('/logged-out');
  });

  it.each([
    ['/?find=640326-4012', 'query/find'],
    ['/stopped/operations?key=6403264012', 'query/key'],
    ['/stopped/operations/parked?key=6403264012', 'query/key'],
  ])(
    'refuse a civil registration number in an address without repeating it, and carry it to no login: %s',
    async (path, place) => {
      const refused = await operations.page(path);
      expect(refused.status).toBe(422);
      for (const words of [place, 'Leave the civil registration number out']) expect(refused.text).toContain(words);
      expect(refused.text).not.toMatch(/640326-?4012/);
      const visitor = await fetch(operations.url + path, { redirect: 'manual' });
      expect(visitor.headers.get('location') ?? '').not.toMatch(/640326-?4012/);
    },
  );

  it('let an operator out', async () => {
    const answer = await operations.form('/logout', {});
    expect([answer.status, answer.location]).toEqual([303, '/logged-out']);
    expect((await fetch(`${operations.url}/logged-out`)).status).toBe(200);
    expect((await fetch(`${operations.url}/callback?code=x`)).status).toBe(401);
  });
});
