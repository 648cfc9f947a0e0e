import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { Client } from 'pg';
import { novaxJson, novaxXml } from '../../apps/novax-adapter/src/novax/novax-messages.fixture.js';
import { type JourneyHub, openJourneyHub } from './journey-hub.js';
import { MarkedStory } from './marked-story.js';

interface Sent {
  readonly body: string | Buffer;
  readonly type: string;
  readonly headers?: Record<string, string>;
}

interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly place: string | null;
  readonly location: string | null;
}

type Change = Parameters<typeof novaxJson>[0];
/** What is wrong, how it is sent, and the code with the place that the answer must have. */
type Case = [what: string, sent: (valid: (change?: Change) => Change) => Sent, code: string, place: RegExp | null];

const json = (body: string | Buffer, headers = {}): Sent => ({ body, type: 'application/json', headers });
const xml = (body: string | Buffer, headers = {}): Sent => ({ body, type: 'application/xml', headers });
const lineAndColumn = /^\d+:\d+$/;
const bomb = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}">]>`;
const declared = (text: string, more: string): string => text.replace('?>', `?>${more}`);

const badResults: Case[] = [
  ['nothing at all', () => json(''), 'MALFORMED', lineAndColumn],
  ['a truncated JSON', (v) => json(novaxJson(v()).slice(0, 90)), 'MALFORMED', lineAndColumn],
  ['two JSON documents', (v) => json(`${novaxJson(v())}{}`), 'MALFORMED', lineAndColumn],
  ['a JSON after a byte order mark', (v) => json(`\uFEFF${novaxJson(v())}`), 'MALFORMED', /^1:1$/],
  ['a JSON in UTF-16', (v) => json(Buffer.from(novaxJson(v()), 'utf16le')), 'MALFORMED', /./],
  ['a JSON in Latin 1', (v) => json(Buffer.from(novaxJson(v({ recordId: 'ø' })), 'latin1')), 'MALFORMED', /^byte \d+$/],
  ['a number that no double holds', (v) => json(novaxJson(v({ total: '1e999' }))), 'MALFORMED', lineAndColumn],
  ['a key twice', (v) => json(novaxJson(v()).replace('"total"', '"version"')), 'DUPLICATE_KEY', /^\/version$/],
  [
    'a key twice, spelt otherwise',
    (v) => json(novaxJson(v()).replace('"total"', '"\\u0076ersion"')),
    'DUPLICATE_KEY',
    /version/,
  ],
  ['JSON nested without end', () => json('['.repeat(400_000)), 'TOO_DEEP', /^\/0/],
  ['objects nested without end', () => json('{"a":'.repeat(150_000)), 'TOO_DEEP', /^\/a/],
  ['a prototype', (v) => json(novaxJson(v()).replace('"total": 2', '"__proto__": {}')), 'SHAPE_INVALID', /^\//],
  ['a list', () => json('[]'), 'SHAPE_INVALID', /^\//],
  ['an item as text', (v) => json(novaxJson(v({ items: ['"1"', 0, 0, 0, 1, 0, 0, 0] }))), 'SHAPE_INVALID', /items/],
  [
    'an item out of range',
    (v) => json(novaxJson(v({ items: [0, 1, 0, 0, 5, 0, 0, 0], total: 6 }))),
    'ITEM_OUT_OF_RANGE',
    /5vocalizations/,
  ],
  [
    'a broken item',
    (v) => json(novaxJson(v({ items: [0, '1.5', 0, 0, 0, 0, 0, 0] }))),
    'ITEM_OUT_OF_RANGE',
    /2eyeContact/,
  ],
  [
    'a missing item',
    (v) => json(novaxJson(v({ items: [0, 1, 0, 0, 0, 0, 0, null], total: 1 }))),
    'ITEM_MISSING',
    /8attraction/,
  ],
  ['a wrong total', (v) => json(novaxJson(v({ total: 3 }))), 'SCORE_MISMATCH', /score/],
  ['an impossible CPR number', (v) => json(novaxJson(v({ childCpr: '310226-4000' }))), 'CPR_INVALID', /childCpr/],
  ['a child nobody knows', (v) => json(novaxJson(v({ childCpr: '911225-6999' }))), 'UNKNOWN_CHILD', /childCpr/],
  [
    'a visit in the future',
    (v) => json(novaxJson(v({ observedAt: '2099-05-06T10:15:00+02:00' }))),
    'TIME_IN_FUTURE',
    /observedAt/,
  ],
  [
    'an untrained observer',
    (v) => json(novaxJson(v({ observerCertified: false }))),
    'OBSERVER_NOT_CERTIFIED',
    /observerCertified/,
  ],
  ['a truncated XML', (v) => xml(novaxXml(v()).slice(0, 250)), 'MALFORMED', lineAndColumn],
  ['an XML after a byte order mark', (v) => xml(`\uFEFF${novaxXml(v())}`), 'MALFORMED', /^1:1$/],
  ['an XML in UTF-16', (v) => xml(Buffer.from(novaxXml(v()), 'utf16le')), 'MALFORMED', lineAndColumn],
  ['an XML of another encoding', (v) => xml(novaxXml(v()).replace('UTF-8', 'ISO-8859-1')), 'MALFORMED', lineAndColumn],
  [
    'a DOCTYPE with a file',
    (v) => xml(declared(novaxXml(v()), '\n<!DOCTYPE a SYSTEM "file:///etc/hostname">')),
    'DOCTYPE_FORBIDDEN',
    /^2:1$/,
  ],
  ['an entity bomb', (v) => xml(declared(novaxXml(v()), bomb)), 'DOCTYPE_FORBIDDEN', /^1:1$/],
  ['XML nested without end', () => xml('<a>'.repeat(300_000)), 'TOO_DEEP', lineAndColumn],
  ['an element twice', (v) => xml(novaxXml(v()).replace('8attraction', '7relationship')), 'DUPLICATE_KEY', /item|\*/],
  ['another root', () => xml('<result/>'), 'SHAPE_INVALID', /./],
  ['JSON said to be XML', (v) => xml(novaxJson(v())), 'MALFORMED', /^1:1$/],
  ['plain text', (v) => ({ body: novaxJson(v()), type: 'text/plain' }), 'MEDIA_TYPE_UNSUPPORTED', null],
  [
    'another charset',
    (v) => ({ body: novaxJson(v()), type: 'application/json; charset=iso-8859-1' }),
    'MEDIA_TYPE_UNSUPPORTED',
    null,
  ],
  ['a compressed body', (v) => json(novaxJson(v()), { 'content-encoding': 'gzip' }), 'MEDIA_TYPE_UNSUPPORTED', null],
];

const statusOf: Record<string, number> = { MEDIA_TYPE_UNSUPPORTED: 415, TOO_LARGE: 413 };
const unreadable = ['MALFORMED', 'DUPLICATE_KEY', 'TOO_DEEP', 'DOCTYPE_FORBIDDEN'];
const expectedStatus = (code: string): number => statusOf[code] ?? (unreadable.includes(code) ? 400 : 422);

describe('bad input at the doors of the adapter', () => {
  let journey: JourneyHub;
  let story: MarkedStory;
  let database: Client;
  let token: string;
  let records = 0;

  beforeAll(async () => {
    journey = await openJourneyHub();
    story = new MarkedStory(journey);
    await story.registerChild();
    token = await journey.hub.tokenFor('journal-k1');
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
    url.pathname = `/${journey.topicPrefix.replace('.', '_')}novax_adapter`;
    database = new Client({ connectionString: url.href });
    await database.connect();
  }, 120_000);

  afterAll(async () => {
    await database?.end();
    await journey?.close();
  }, 60_000);

  const adapter = (): string => journey.hub.urls['novax-adapter'];
  const yesterday = (): string => story.now.subtract({ days: 1 }).toString({ timeZoneName: 'never' });

  /** A result that is taken as it stands, for a record of its own. */
  const validFor =
    (recordId: string) =>
    (change: Change = {}): Change => ({
      recordId,
      childCpr: story.people.child.cpr,
      observedAt: yesterday(),
      ...change,
    });

  async function post(door: string, { body, type, headers = {} }: Sent, bearer = token): Promise<Answer> {
    const response = await fetch(`${adapter()}${door}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': type, accept: 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
      signal: AbortSignal.timeout(20_000),
    });
    return answerOf(response.status, await response.text(), response.headers.get('location'));
  }

  async function stored(): Promise<{ entries: number; sealed: number; refused: number; events: number }> {
    const { rows } = await database.query<{ entries: number; sealed: number; refused: number; events: number }>(`
      select (select count(*)::int from journal_entry) as entries,
             (select count(*)::int from sealed_entry) as sealed,
             (select count(*)::int from refused_entry) as refused,
             (select count(*)::int from outbox where type = 'journal.entry.received.v1') as events`);
    return rows[0]!;
  }

  it.each(badResults)('%s is refused with its place, and the same version can be sent corrected', async (...given) => {
    const [, sent, code, place] = given;
    const valid = validFor(`BAD-${++records}`);
    const before = await stored();

    const answer = await post('/novax/results', sent(valid));
    expect(answer).toMatchObject({ status: expectedStatus(code), code });
    if (place) expect(answer.place).toMatch(place);
    expect(await stored()).toEqual({ ...before, refused: before.refused + 1 });
    const kept = await fetch(`${adapter()}${answer.location}`, { headers: { authorization: `Bearer ${token}` } });
    expect(await kept.json()).toMatchObject({ status: 'refused', code });

    expect((await post('/novax/results', json(novaxJson(valid())))).status).toBe(201);
  });

  it.each<[string, (report: string) => Sent, string, RegExp | null]>([
    ['truncated', (report) => json(report.slice(0, 5_000)), 'MALFORMED', lineAndColumn],
    ['after a byte order mark', (report) => json(`\uFEFF${report}`), 'MALFORMED', /^1:1$/],
    ['with a key twice', (report) => json(report.replace('{', '{"id":"a",')), 'DUPLICATE_KEY', /^\/id$/],
    ['nested without end', () => json('{"a":['.repeat(700_000)), 'TOO_DEEP', /^\/a/],
    ['as XML with a bomb', () => xml(`${bomb}<Bundle xmlns="http://hl7.org/fhir"/>`), 'DOCTYPE_FORBIDDEN', /^line 1$/],
    ['as XML nested without end', () => xml('<a xmlns="http://hl7.org/fhir">'.repeat(300_000)), 'TOO_DEEP', null],
    ['as a single resource', () => json('{"resourceType":"Patient"}'), 'SHAPE_INVALID', null],
    [
      'without its ADBB items',
      (report) => json(report.replaceAll(/"linkId":"[1-8][a-z]\w+","answer"/gi, '"linkId":"x","answer"')),
      'ITEM_UNKNOWN',
      /linkId|item/,
    ],
    ['as plain text', (report) => ({ body: report, type: 'text/plain' }), 'MEDIA_TYPE_UNSUPPORTED', null],
  ])('a national report %s is refused as a whole, and can be sent corrected', async (...given) => {
    const [, sent, code, place] = given;
    const reportId = `BAD-${++records}`;
    const report = story.report({ reportId, resourcePrefix: reportId, items: [0, 1, 0, 0, 0, 0, 0, 0], total: 1 });
    const before = await stored();
    const answer = await post('/fhir/Bundle', sent(JSON.stringify(report)));
    expect(answer).toMatchObject({ status: expectedStatus(code), code });
    if (place) expect(answer.place).toMatch(place);
    expect(await stored()).toEqual({ ...before, refused: before.refused + 1 });
    expect((await story.send(report)).status).toBe(201);
  });

  it.each([
    ['/novax/results', 'application/json', 1_000_001],
    ['/fhir/Bundle', 'application/fhir+json', 10_000_001],
  ])('%s refuses what is too large, said or not said beforehand', async (door, type, size) => {
    for (const said of [true, false]) {
      const before = await stored();
      const answer = await postUntilAnswered(`${adapter()}${door}`, { type, size, said, token });
      expect(answer).toMatchObject({ status: 413, code: 'TOO_LARGE' });
      expect(await stored()).toEqual({ ...before, refused: before.refused + 1 });
    }
  });

  it('valid results are acknowledged while the worst of them are being read', async () => {
    const worst = [
      () => post('/fhir/Bundle', json('{"a":['.repeat(700_000))),
      () => post('/fhir/Bundle', json(`[${'{"a":1},'.repeat(1_100_000)}`)),
      () => post('/fhir/Bundle', xml(`<Bundle xmlns="http://hl7.org/fhir">${'<entry/>'.repeat(1_100_000)}`)),
      () => post('/fhir/Bundle', json(randomBytes(9_000_000))),
      () => post('/novax/results', xml(declared(novaxXml(), bomb))),
      () => post('/novax/results', json(`"${'\\u0041'.repeat(160_000)}`)),
    ];
    const answers: Answer[] = [];
    const sendWorst = async (): Promise<void> => {
      for (const send of worst) answers.push(await send());
    };
    const underWay = sendWorst();
    const waits: number[] = [];
    while (answers.length < worst.length) {
      const started = performance.now();
      const answer = await post('/novax/results', json(novaxJson(validFor(`BESIDE-${waits.length}`)())));
      waits.push(performance.now() - started);
      expect(answer.status).toBe(201);
    }
    await underWay;
    for (const answer of answers) expect(Math.floor(answer.status / 100)).toBe(4);
    expect(waits.length).toBeGreaterThan(1);
    expect(Math.max(...waits)).toBeLessThan(10_000);
  }, 60_000);

  describe('tokens', () => {
    const claims = {
      client_id: 'journal-k1',
      principal_kind: 'journal_system',
      municipality: 'K1',
      scope: 'journal.write',
    };

    /** As the issuer signs them, but for what is changed. */
    async function signed(change: { issuer?: string; audience?: string; expiresIn?: number; key?: CryptoKey }) {
      const keys = JSON.parse(await readFile(join(journey.dir, 'keys/stand-in-issuer.json'), 'utf8')) as {
        jwks: { keys: JWK[] };
      };
      const jwk = keys.jwks.keys.find(({ alg }) => alg === 'ES256')!;
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: jwk.kid!, typ: 'at+jwt' })
        .setIssuer(change.issuer ?? `${journey.hub.urls['stand-ins']}/oidc`)
        .setAudience(change.audience ?? 'trivselshub')
        .setIssuedAt(now - 7200)
        .setExpirationTime(now + (change.expiresIn ?? 600))
        .sign(change.key ?? (await importJWK(jwk)));
    }

    const sendWith = (bearer: string) =>
      post('/novax/results', json(novaxJson(validFor(`TOKEN-${++records}`)())), bearer);

    it('are taken as the issuer makes them', async () => {
      expect((await sendWith(await signed({}))).status).toBe(201);
    });

    it('are refused when expired, foreign, forged or for somebody else, and nothing is stored', async () => {
      const before = await stored();
      const { privateKey } = await generateKeyPair('ES256');
      const [header, payload] = token.split('.');
      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
      const refused: [string, string, number][] = [
        [await signed({ expiresIn: -60 }), 'TOKEN_EXPIRED', 401],
        [await signed({ issuer: 'https://issuer.example' }), 'TOKEN_INVALID', 401],
        [await signed({ audience: 'another-hub' }), 'TOKEN_INVALID', 401],
        [await signed({ key: privateKey }), 'TOKEN_INVALID', 401],
        [unsigned, 'TOKEN_INVALID', 401],
        [`${header}.${payload}.AAAA`, 'TOKEN_INVALID', 401],
        ['not-a-token', 'TOKEN_INVALID', 401],
        [await story.token('hv1-nurse'), 'ROLE_NOT_ALLOWED', 403],
        [await story.token(story.people.mother.cpr), 'ROLE_NOT_ALLOWED', 403],
        [await journey.hub.tokenFor('screening'), 'ROLE_NOT_ALLOWED', 403],
        [await journey.hub.tokenFor('digital-post'), 'ROLE_NOT_ALLOWED', 403],
      ];
      for (const [bearer, code, status] of refused) expect(await sendWith(bearer)).toMatchObject({ status, code });
      expect(await stored()).toEqual(before);
    });

    it('decide the municipality: another one’s child is nobody', async () => {
      const before = await stored();
      const answer = await sendWith(await journey.hub.tokenFor('journal-k2'));
      expect(answer).toMatchObject({ status: 422, code: 'UNKNOWN_CHILD' });
      expect(await stored()).toEqual({ ...before, refused: before.refused + 1 });
    });
  });
});

function answerOf(status: number, text: string, location: string | null): Answer {
  const body = JSON.parse(text) as {
    code?: string;
    place?: string;
    issue?: { details: { coding: { code: string }[] }; expression?: string[] }[];
  };
  const issue = body.issue?.[0];
  return {
    status,
    code: body.code ?? issue?.details.coding[0]?.code ?? null,
    place: body.place ?? issue?.expression?.[0] ?? null,
    location,
  };
}

/** Sends a body of that size and stops as soon as there is an answer, as a client that listens does. */
function postUntilAnswered(
  url: string,
  sending: { type: string; size: number; said: boolean; token: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sending.token}`,
        'content-type': sending.type,
        accept: 'application/json',
        ...(sending.said ? { 'content-length': sending.size } : { 'transfer-encoding': 'chunked' }),
      },
    });
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        request.destroy();
        const { location } = response.headers;
        resolve(answerOf(response.statusCode ?? 0, Buffer.concat(chunks).toString(), location ?? null));
      });
    });
    if (sending.said) request.flushHeaders();
    else request.write(Buffer.alloc(sending.size, ' '));
  });
}
