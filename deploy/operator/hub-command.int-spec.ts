import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import { envelopeOf } from '#messaging/events/envelope.js';
import { startService, type RunningService } from '#service/start-service.js';
import { eventually } from '#testing/eventually.js';
import { testBroker } from '#testing/test-broker.js';
import { testDatabase } from '#testing/test-database.js';
import { TestIssuer } from '#testing/test-issuer.js';
import { operationsService } from '../../apps/operations/src/operations.service.js';
import { CommandError } from '../local/command-error.js';
import { freePort } from '../local/servers/free-port.js';
import type { OperatorsHub } from './hub-door.js';
import { runOperatorCommand } from './run-operator-command.js';

const operator = {
  principal_kind: 'staff',
  sub: 'o1',
  role: 'ops_operator',
  organisation: 'OPS',
  municipality: 'K1',
} as const;

describe('npm run hub', () => {
  const broker = testBroker();
  let issuer: TestIssuer;
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let service: RunningService;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    database = await testDatabase('hub command', []);
    service = await startService(operationsService, {
      HUB_ENV: 'test',
      PORT: '0',
      DATABASE_URL: database.url,
      GOODBYE_MS: '0',
      KAFKA_BROKERS: broker.brokers.join(','),
      TOPIC_PREFIX: broker.topicPrefix,
      OIDC_ISSUER: issuer.url,
      CLIENT_KEY_FILE: issuer.clientKeyFile,
      COOKIE_KEY: randomBytes(32).toString('base64'),
    });
  });
  beforeEach(() => query('truncate dead_letter, parked_key, parked_event, message_act, chain_step'));
  afterAll(async () => {
    await service.close();
    await database.drop();
    await broker.close();
    await issuer.close();
  });

  const query = (sql: string, params: unknown[] = []) => database.dataSource.query(sql, params);

  const tokenOf = (claims: object) => () => issuer.token(claims as typeof operator);

  async function hub(args: string, given: Partial<OperatorsHub> & { signal?: AbortSignal } = {}) {
    const { signal = new AbortController().signal, ...reached } = given;
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    const whole = { urls: { operations: service.url }, token: tokenOf(operator), logs: null, ...reached };
    const words = args.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
    const code = await runOperatorCommand(words, async () => ({ hub: whole, say, progress: null, signal }), say);
    const text = said.join('\n');
    return { code, text, json: text.startsWith('{') ? JSON.parse(text) : null };
  }
  const refusal = async (args: string, options = {}): Promise<CommandError> => {
    const error = await hub(args, options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandError);
    return error as CommandError;
  };

  /** A letter that can be handled now, or one of a kind that nobody knows. */
  async function bury(key: string, { known = true } = {}): Promise<string> {
    const contract = eventCatalogue.find(({ name }) => name === 'letter.requested')!;
    const now = new Date().toISOString();
    const row = {
      sequence: '1',
      eventId: randomUUID(),
      type: known ? contract.type : 'letter.requested.v99',
      topic: contract.topic,
      key,
      municipality: 'K1',
      subject: key,
      time: now,
      dataschema: contract.dataSchema,
      data: JSON.stringify(contract.example),
      traceparent: null,
      causationId: null,
      recordedAt: now,
      again: false,
      settled: true,
    };
    const traceparent = `00-${randomBytes(16).toString('hex')}-b7ad6b7169203331-01`;
    const { headers, value, topic } = envelopeOf(row, 'test', broker.topicPrefix, traceparent);
    const [letter] = await query(
      `insert into dead_letter (consumer, identity, event_id, type, key, municipality, topic, partition, broker_offset, headers,
                                payload, error_class, code, error, attempts)
       values ($1, $2, $2, $3, $4, 'K1', $5, 0, 1, $6, $7, 'poison', 'TYPE_UNKNOWN', '{}', 1) returning id`,
      [`${broker.topicPrefix}operations`, row.eventId, row.type, key, topic, headers, Buffer.from(value)],
    );
    return letter.id;
  }
  const states = async () =>
    Object.fromEntries(
      (await query('select state, count(*)::int as count from dead_letter group by state')).map(
        ({ state, count }: { state: string; count: number }) => [state, count],
      ),
    );

  it('says what it can do, and how each command is used', async () => {
    expect(await hub('')).toMatchObject({ code: 0, text: expect.stringContaining('dead-letters replay') });
    expect(await hub('dead-letters replay --help')).toMatchObject({
      code: 0,
      text: expect.stringContaining('--dry-run'),
    });
  });

  it.each([
    ['deadletters', 'There is no command deadletters'],
    ['gaps --opne', "Unknown option '--opne'"],
    ['gaps now', 'one argument too many'],
    ['gaps close', 'TRACE is missing'],
    ['gaps close a --code other --reason x', 'Say before which step'],
    ['gaps close a --step letter.submitted --reason x', 'Say by which code'],
    ['gaps reopen a --step letter.submitted', 'Say why'],
    ['chain show', 'TRACE-OR-RECEIPT is missing'],
    ['dead-letters replay --key a --reason x', 'Say in which service'],
    ['dead-letters replay --service operations --reason x', 'Say which letters'],
    ['dead-letters discard --service operations --key a', 'Say why'],
    ['refused --days 7', '--days goes with --by-sender alone'],
    ['refused --by-sender --code SCORE_MISMATCH', 'leave --code out'],
    ['parked list --service nowhere', 'There is no service nowhere'],
  ])('%s does nothing and says what to do', async (args, told) => {
    const error = await refusal(args);
    expect(error.message).toContain(told);
    expect(error.exitCode).toBe(2);
  });

  it('tells a refusal in the words of the hub', async () => {
    const stranger = { token: tokenOf({ ...operator, role: 'health_visitor' }) };
    expect((await refusal('gaps', stranger)).message).toContain('ROLE_NOT_ALLOWED');
    const missing = await refusal(`chain show ${'a'.repeat(32)}`);
    expect([missing.exitCode, missing.message]).toEqual([1, expect.stringContaining('NOT_FOUND')]);
  });

  it.each(['/chains', '/messages/dead-letters', '/backlog'])(
    '%s refuses a filter that it does not know',
    async (path) => {
      const authorization = `Bearer ${await issuer.token(operator)}`;
      const answer = await fetch(`${service.url}${path}?sender=NOVAX-K1`, { headers: { authorization } });
      const { detail } = (await answer.json()) as { detail: string };
      expect([answer.status, detail]).toEqual([422, 'This door does not know sender.']);
    },
  );

  const withScreeningAway = async () => ({
    urls: { operations: service.url, screening: `http://127.0.0.1:${await freePort()}` },
  });

  it.each(['stopped summary', 'parked list', 'dead-letters list', 'acts'])(
    '%s shows what the others say while one service is away, and ends with 1',
    async (command) => {
      const { code, text } = await hub(command, await withScreeningAway());
      expect([code, text]).toEqual([1, expect.stringMatching(/screening +does not answer \(ECONNREFUSED\)$/m)]);
      expect((await hub(`${command} --json`, await withScreeningAway())).json.silent).toEqual([
        { service: 'screening', why: 'ECONNREFUSED' },
      ]);
      expect(await hub(`${command} --json`)).toMatchObject({ code: 0, json: { silent: [] } });
    },
  );

  it('names the service that did not answer, and its log only where it runs here', async () => {
    const act = 'parked release child-1 --service screening --reason "set up now"';
    const { exitCode, message } = await refusal(act, await withScreeningAway());
    expect([exitCode, message]).toEqual([
      1,
      expect.stringMatching(/^screening did not answer \(ECONNREFUSED\) at http:\/\/127/),
    ]);
    expect(message).not.toContain('.log');
    const here = await refusal(act, { ...(await withScreeningAway()), logs: 'logs' });
    expect(here.message).toContain('logs/screening.log');
  });

  it('finds chains, shows one, and lists gaps, refusals and what stands still', async () => {
    const [traceId, receiptId] = [randomBytes(16).toString('hex'), randomUUID()];
    await query(
      `insert into chain (trace_id, municipality, receipt_id, source_system, record_id, started_at)
       values ($1, 'K1', $2, 'NOVAX-K1', 'NVX-9', now())`,
      [traceId, receiptId],
    );
    await query(
      `insert into chain_step (trace_id, event_id, name, service, occurred_at, rank, failed_tries, late)
       values ($1, $2, 'journal.entry.received', 'novax-adapter', now(), 0, '[]', false)`,
      [traceId, randomUUID()],
    );
    expect((await hub('chains --record NVX-9')).text).toContain(traceId);
    expect((await hub(`chains --trace ${traceId} --json`)).json.chains).toMatchObject([{ receiptId }]);
    expect((await hub(`chain show ${receiptId}`)).text).toContain('journal.entry.received');
    expect((await hub('chains --sender NOVAX-K1')).text).toContain(traceId);
    expect((await hub('chains --sender NOVAX-K2')).text).toBe('none');
    expect((await hub('gaps --json')).json).toEqual({ gaps: [], lateWork: [] });
    expect((await hub('refused')).text).toBe('none');
    expect((await hub('stopped summary --json')).json.services).toMatchObject([
      { service: 'operations', parkedChildren: 0, deadLetters: { open: 0 } },
    ]);
  });

  it('lists refused entries of a sender or a code, and what each sender was refused for', async () => {
    const refuse = (sourceSystem: string, code: string, place: string | null) =>
      query(
        `insert into refused_entry (receipt_id, municipality, source_system, record_id, code, place, format, refused_at)
         values ($1, 'K1', $2, 'NVX-9', $3, $4, 'novax', now())`,
        [randomUUID(), sourceSystem, code, place],
      );
    await refuse('NOVAX-K1', 'SCORE_MISMATCH', 'total');
    await refuse('NOVAX-K1', 'SCORE_MISMATCH', 'total');
    await refuse('TM-K1', 'MALFORMED', null);
    const codes = async (args: string) =>
      (await hub(`refused ${args} --json`)).json.entries.map(({ code }: { code: string }) => code);
    expect(await codes('--sender TM-K1')).toEqual(['MALFORMED']);
    expect(await codes('--code SCORE_MISMATCH')).toEqual(['SCORE_MISMATCH', 'SCORE_MISMATCH']);
    const { text } = await hub('refused --by-sender --days 7');
    expect(text).toMatch(/NOVAX-K1 +SCORE_MISMATCH +total +2 .*Z +······█ +\S/);
    expect(text).toMatch(/TM-K1 +MALFORMED +the whole entry +1 /);
    await query('delete from refused_entry');
  });

  it('closes a gap by hand and takes that back, with the reasons in the log of acts', async () => {
    const traceId = randomBytes(16).toString('hex');
    await query(
      `insert into awaited_step (step, about, trace_id, municipality, since, due_at, gap_detected_at)
       values ('screening.result.recorded', 'NVX-9', $1, 'K1', now(), now(), now())`,
      [traceId],
    );
    const act = (name: string, options: string) =>
      `gaps ${name} ${traceId} --step screening.result.recorded ${options} --reason "the journal took it back"`;
    expect((await hub(act('close', '--code not_needed'))).text).toMatch(/^1 closed/);
    expect((await hub('gaps')).text).not.toContain(traceId);
    expect((await hub('gaps --closed')).text).toMatch(new RegExp(`not_needed by o1 +${traceId}`));
    expect((await refusal(act('close', '--code not_needed'))).message).toContain('NOT_FOUND');
    expect((await refusal(act('close', '--code whatever'))).message).toContain('SHAPE_INVALID');
    expect((await hub(act('reopen', ''))).text).toBe('1 open again');
    expect((await hub('gaps')).text).toContain(traceId);
    expect((await hub('acts')).text).toMatch(/staff:o1 as ops_operator +reopen_gap +1 +the journal took it back/);
    await query('delete from awaited_step');
  });

  it('lists parked children and releases one, with the reason in the log of acts', async () => {
    await query(
      `insert into parked_key (consumer, key, municipality, error_class, code, error, attempts)
       values ($1, 'child-1', 'K1', 'key_bound', 'SENDER_UNKNOWN', '{}', 1)`,
      [`${broker.topicPrefix}operations`],
    );
    expect((await hub('parked list')).text).toContain('child-1');
    expect(await hub('parked release child-1 --service operations --reason "set up now"')).toMatchObject({ code: 0 });
    expect((await refusal('parked release child-2 --service operations --reason x')).exitCode).toBe(1);
    expect((await hub('acts')).text).toMatch(/staff:o1 as ops_operator +release +1 +set up now/);
  });

  it('lists every parked child, however many', async () => {
    await query(
      `insert into parked_key (consumer, key, municipality, error_class, code, error, attempts)
       select $1, 'child-' || nth, 'K1', 'key_bound', 'SENDER_UNKNOWN', '{}', 1 from generate_series(1, 1001) as nth`,
      [`${broker.topicPrefix}operations`],
    );
    const { json } = await hub('parked list --service operations --json');
    expect(new Set((json as any).parked.map(({ key }: { key: string }) => key)).size).toBe(1001);
  });

  it('sets the event aside that a parked child waits for, once a dry run has shown it', async () => {
    const [consumer, eventId] = [`${broker.topicPrefix}operations`, randomUUID()];
    await query(
      `insert into parked_key (consumer, key, municipality, error_class, code, error, attempts)
       values ($1, 'child-1', 'K1', 'key_bound', 'SENDER_UNKNOWN', '{}', 1)`,
      [consumer],
    );
    await query(
      `insert into parked_event (consumer, key, event_id, type, topic, partition, broker_offset, headers, payload)
       values ($1, 'child-1', $2, 'letter.requested.v1', 't', 0, 1, $3, '{}')`,
      [consumer, eventId, { ce_id: eventId, ce_type: 'letter.requested.v1', ce_municipality: 'K1' }],
    );
    const act = 'parked set-aside child-1 --service operations --reason "can never be handled"';
    expect((await refusal(act)).message).toContain('--event');
    const plan = await hub(`${act} --dry-run`);
    expect(plan.text).toContain(`letter.requested.v1 (event ${eventId}, SENDER_UNKNOWN)`);
    expect(await states()).toEqual({});
    const { code, json } = await hub(`${act} --event ${eventId} --json`);
    expect([code, json]).toEqual([0, expect.objectContaining({ eventId, behind: 0, dryRun: false })]);
    expect(await states()).toEqual({ open: 1 });
    expect((await hub('acts')).text).toMatch(/set_aside +1 +can never be handled/);
  });

  it('says in a dry run what a replay would do, and does it when told to', async () => {
    for (const key of ['a', 'a', 'b']) await bury(key);
    const act = 'dead-letters replay --service operations --type letter.requested.v1 --reason upgraded';
    expect((await hub(`${act} --dry-run`)).text).toContain('Would replay 3 letters of 2 keys: 3 TYPE_UNKNOWN');
    expect(await states()).toEqual({ open: 3 });
    expect(await hub(`${act} --json`)).toMatchObject({ code: 0, json: { selected: 3, replayed: 3, failed: 0 } });
    expect(await states()).toEqual({ replayed: 3 });
  });

  it('ends with 1 when letters die again', async () => {
    await bury('a', { known: false });
    const outcome = await hub('dead-letters replay --service operations --key a --reason again --json');
    expect(outcome).toMatchObject({ code: 1, json: { replayed: 0, failed: 1 } });
  });

  const replayAll = 'dead-letters replay --service operations --type letter.requested.v1 --reason upgraded';

  it('says that a replay goes on which can be watched no more, as when the token runs out', async () => {
    for (const key of ['a', 'b']) await bury(key);
    let asked = 0;
    const token = async () => ((asked += 1) === 1 ? tokenOf(operator)() : 'run-out');
    const { code, text } = await hub(replayAll, { token });
    expect([code, text]).toEqual([3, expect.stringMatching(/^Queued: 2 letters\. operations goes on with them/)]);
    expect(text).toContain('TOKEN_INVALID');
    expect(text).toContain('npm run hub -- dead-letters list --service operations --state queued');
    await eventually(async () => expect(await states()).toEqual({ replayed: 2 }));
  });

  it('goes on watching a replay when the service is away for a moment', async () => {
    await bury('a');
    const [there, away] = [service.url, `http://127.0.0.1:${await freePort()}`];
    const urls = { operations: there };
    let asked = 0;
    const token = () => {
      asked += 1;
      urls.operations = asked === 1 ? away : there;
      return tokenOf(operator)();
    };
    expect(await hub(`${replayAll} --json`, { urls, token })).toMatchObject({ code: 0, json: { replayed: 1 } });
    expect(asked).toBeGreaterThan(3);
  });

  async function waitingForSteps(): Promise<number> {
    const [{ waiting }] = await query(
      `select count(*)::int as waiting from pg_locks where relation = 'chain_step'::regclass and not granted`,
    );
    return waiting;
  }

  it('stops at Ctrl-C without losing or doubling anything, and goes on with the same command', async () => {
    const letters = 200;
    for (let nth = 0; nth < letters; nth += 1) await bury('long');
    const act = 'dead-letters replay --service operations --key long --reason upgraded --json';
    const stopping = new AbortController();
    const holding = database.dataSource.createQueryRunner();
    await holding.startTransaction();
    await holding.query('lock table chain_step in exclusive mode');
    const running = hub(act, { signal: stopping.signal });
    await eventually(async () => expect(await states()).toEqual({ queued: letters }));
    // One is in hand, and waits for the table.
    await eventually(async () => expect(await waitingForSteps()).toBeGreaterThan(0));
    stopping.abort();
    await holding.commitTransaction();
    await holding.release();
    const stopped = await running;
    expect(stopped).toMatchObject({ code: 130, json: { stopped: true } });
    expect(stopped.json.open).toBeGreaterThan(0);
    expect(await states()).toEqual({ open: stopped.json.open, replayed: letters - stopped.json.open });
    expect(await hub(act)).toMatchObject({ code: 0, json: { selected: stopped.json.open, failed: 0 } });
    expect(await states()).toEqual({ replayed: letters });
    expect(await query('select count(*)::int as steps from chain_step')).toEqual([{ steps: letters }]);
  });

  it('discards letters by id, and takes that back', async () => {
    const id = await bury('a');
    const act = (name: string) => hub(`dead-letters ${name} --service operations --id ${id} --reason "not ours"`);
    expect((await act('discard')).text).toBe('1 discarded');
    expect((await hub('dead-letters list --state discarded')).text).toContain(id);
    expect((await act('reopen')).text).toBe('1 open again');
    expect((await act('stop')).text).toBe('0 taken out of the queue');
  });
});
