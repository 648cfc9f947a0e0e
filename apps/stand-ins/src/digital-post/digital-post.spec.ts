import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Temporal } from 'temporal-polyfill';
import { Clock } from '#service/clock.js';
import { eventually } from '#testing/eventually.js';
import { DigitalPostModule } from './digital-post.module.js';

const louise = '6901931120';
/** Exempt in the people file. */
const henrik = '8112901121';
/** The smallest file that calls itself a PDF. */
const pdf = Buffer.from('%PDF-1.7\n').toString('base64');

let app: INestApplication;
let hub: Server;
let hubStatus = 200;
let pushed: { url: string | undefined; authorization: string | undefined; status: string }[] = [];
let url: string;
const clock = new Clock(Temporal.Instant.from('2026-06-01T08:05:00Z'));

beforeAll(async () => {
  hub = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const data = /<Base64>([^<]*)</.exec(body)?.[1] ?? '';
      const status = /StatusKode>([^<]*)</.exec(Buffer.from(data, 'base64').toString())?.[1] ?? body;
      pushed.push({ url: request.url, authorization: request.headers.authorization, status });
      response.writeHead(hubStatus).end('<StatusKode>20</StatusKode>');
    });
  });
  await new Promise<void>((ready) => hub.listen(0, '127.0.0.1', ready));
  const notificationsUrl = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  const options = {
    peopleFile: 'deploy/local/people.json',
    notificationsUrl,
    channelToken: async () => 'channel-token',
    clock,
  };
  @Module({ imports: [DigitalPostModule.with(options)] })
  class StandInsModule {}
  app = await NestFactory.create(StandInsModule, { logger: false, bodyParser: false });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(async () => {
  await app.close();
  hub.close();
});

afterEach(async () => {
  await fetch(`${url}/control/digital-post`, { method: 'DELETE' });
  pushed = [];
  hubStatus = 200;
});

const token = async (): Promise<string> => {
  const answer = await fetch(`${url}/digital-post/service/AccessTokenService_1/token`, {
    method: 'POST',
    body: new URLSearchParams({ 'saml-token': 'x' }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
};
const headers = async (changes: Record<string, string> = {}) => ({
  'content-type': 'application/xml',
  authorization: `Holder-of-key ${await token()}`,
  'x-TransaktionsId': randomUUID(),
  'x-TransaktionsTid': '2026-06-01T08:05:00Z',
  ...changes,
});
const send = async (body: string, changes: Record<string, string> = {}) => {
  const answer = await fetch(`${url}/digital-post/service/KombiPostAfsend_1/kombi`, {
    method: 'POST',
    body,
    headers: await headers(changes),
  });
  return { status: answer.status, text: await answer.text() };
};
const script = (rules: object) =>
  fetch(`${url}/control/digital-post/recipients`, { method: 'PUT', body: JSON.stringify(rules) });
const taken = async () =>
  ((await (await fetch(`${url}/control/digital-post/letters`)).json()) as { letters: object[] }).letters;

const memo = (uuid = randomUUID() as string, cpr = louise) =>
  '<memo:Message xmlns:memo="https://DigitalPost.dk/MeMo-1" memoVersion="1.2"><memo:MessageHeader><memo:messageType>DIGITALPOST</memo:messageType>' +
  `<memo:messageUUID>${uuid}</memo:messageUUID><memo:label>Brev</memo:label><memo:notification>Der er et brev.</memo:notification>` +
  '<memo:Sender><memo:senderID>99999901</memo:senderID><memo:idType>CVR</memo:idType><memo:label>Kommune</memo:label></memo:Sender>' +
  `<memo:Recipient><memo:recipientID>${cpr}</memo:recipientID><memo:idType>CPR</memo:idType></memo:Recipient></memo:MessageHeader>` +
  '<memo:MessageBody><memo:createdDateTime>2026-06-01T08:05:00Z</memo:createdDateTime><memo:MainDocument><memo:File>' +
  '<memo:encodingFormat>application/pdf</memo:encodingFormat><memo:filename>Brev.pdf</memo:filename><memo:language>da</memo:language>' +
  `<memo:content>${pdf}</memo:content></memo:File><memo:Action><memo:label>Log på</memo:label><memo:actionCode>SELVBETJENING</memo:actionCode>` +
  '<memo:EntryPoint><memo:url>https://portal.example</memo:url></memo:EntryPoint></memo:Action></memo:MainDocument></memo:MessageBody></memo:Message>';
const kombi = (payload: string, choice = 'Digital Post') =>
  `<kombi_request><KombiValgKode>${choice}</KombiValgKode>${payload}</kombi_request>`;

const paper = (uuid: string, cpr = henrik) =>
  `<ForsendelseISamling><fp:ForsendelseI xmlns:fp="urn:oio:fjernprint:1.0.0"><fp:AfsendelseIdentifikator>${uuid.replaceAll('-', '')}` +
  `</fp:AfsendelseIdentifikator><cpr:CPRnummerIdentifikator>${cpr}</cpr:CPRnummerIdentifikator><dkal:FilformatNavn>pdf</dkal:FilformatNavn>` +
  `<dkal:MeddelelseIndholdData>${pdf}</dkal:MeddelelseIndholdData></fp:ForsendelseI></ForsendelseISamling>`;

describe('the Digital Post stand-in', () => {
  it('takes a message once and refuses its id with a code of its own afterwards', async () => {
    const message = kombi(memo());
    expect(await send(message)).toMatchObject({
      status: 200,
      text: expect.stringMatching(/<Result>true<\/Result><TransmissionID>/),
    });
    expect(await send(message)).toMatchObject({
      status: 400,
      text: expect.stringContaining('<FejlId>DUPLICATE_MESSAGE_UUID</FejlId>'),
    });
    expect(await taken()).toHaveLength(1);
  });

  it('prints a paper letter as often as it is sent, and shows every copy', async () => {
    const letter = kombi(paper(randomUUID()), 'Fysisk Post');
    expect([(await send(letter)).status, (await send(letter)).status]).toEqual([200, 200]);
    expect(await taken()).toHaveLength(2);
  });

  it.each<[string, (message: string) => string]>([
    ['another prefix', (m) => m.replaceAll('memo:', 'm:')],
    ['another version', (m) => m.replace('memoVersion="1.2"', 'memoVersion="1.1"')],
    ['a message id of version 7', (m) => m.replace(/(messageUUID>.{14})./, '$17')],
    [
      'elements out of order',
      (m) => m.replace(/(<memo:label>Brev<\/memo:label>)(<memo:notification>.*?<\/memo:notification>)/, '$2$1'),
    ],
    ['an unknown element', (m) => m.replace('</memo:MessageHeader>', '<memo:mood>x</memo:mood></memo:MessageHeader>')],
    ['a notification of 151', (m) => m.replace('Der er et brev.', 'x'.repeat(151))],
    ['a CVR number of seven digits', (m) => m.replace('99999901', '9999990')],
    ['a CPR number with a hyphen', (m) => m.replace(louise, '690193-1120')],
    ['a time with an offset', (m) => m.replace('08:05:00Z', '10:05:00+02:00')],
    ['a forbidden sign in the file name', (m) => m.replace('Brev.pdf', 'Brev?.pdf')],
    ['a no-break space in the file name', (m) => m.replace('Brev.pdf', 'Brev\u00A0til.pdf')],
    ['a link without encryption', (m) => m.replace('https://portal', 'http://portal')],
    ['an unknown action', (m) => m.replace('SELVBETJENING', 'KLIK')],
    ['a file that is no PDF', (m) => m.replace(pdf, Buffer.from('MZ').toString('base64'))],
    ['a document type', (m) => `<!DOCTYPE x>${m}`],
    ['no end', (m) => m.slice(0, -20)],
  ])('refuses a message with %s', async (_what, change) => {
    const message = memo();
    expect(change(message)).not.toBe(message);
    expect(await send(kombi(change(message)))).toMatchObject({
      status: 400,
      text: expect.stringContaining('<FejlId>INVALID</FejlId>'),
    });
    expect(await taken()).toHaveLength(0);
  });

  it('refuses calls without a token of its own, without a transaction, or for a sender it has no agreement with', async () => {
    expect((await send(kombi(memo()), { authorization: 'Bearer x' })).status).toBe(401);
    expect((await send(kombi(memo()), { 'x-TransaktionsId': 'one' })).status).toBe(400);
    expect((await send(kombi(memo()), { 'x-TransaktionsTid': '2026-06-01T10:05:00+02:00' })).status).toBe(400);
    expect((await send(kombi(memo()), { 'content-type': 'application/json' })).status).toBe(415);
    expect((await send(kombi(memo().replace('99999901', '99999909')))).status).toBe(403);
    expect(await taken()).toHaveLength(0);
  });

  it('knows who is exempt, and does not take digital letters for them', async () => {
    const registered = async (cpr: string) =>
      (
        await fetch(`${url}/digital-post/service/PostForespoerg_1/digitalpost?cprNumber=${cpr}`, {
          headers: await headers(),
        })
      ).json();
    expect(await registered(louise)).toEqual({ result: true });
    expect(await registered(henrik)).toEqual({ result: false });
    expect((await send(kombi(memo(undefined, henrik)))).text).toContain('NOT_ALLOWED');
  });

  it('pushes receipts in order with its own token, again until they are taken, and by the domain clock', async () => {
    await script({ cpr: louise, receipt: { after: 'PT20M' } });
    hubStatus = 503;
    await send(kombi(memo()));
    await eventually(() => expect(pushed.length).toBeGreaterThanOrEqual(2));
    expect(new Set(pushed.map(({ status }) => status))).toEqual(new Set(['Modtaget Digital Post']));
    hubStatus = 200;
    clock.set(clock.now().add({ minutes: 20 }));
    await eventually(() =>
      expect(pushed.at(-1)).toMatchObject({
        url: '/post-status',
        authorization: 'Bearer channel-token',
        status: 'Afleveret Digital Post',
      }),
    );
  });

  it('tells the receipts of a message to who asks, and says so when it does not know it', async () => {
    const uuid = randomUUID();
    const ask = async () => {
      const answer = await fetch(`${url}/digital-post/apis/v1/receipts/?memo-message-uuid=${uuid}`, {
        headers: await headers(),
      });
      return { status: answer.status, body: (await answer.json()) as unknown };
    };
    expect(await ask()).toMatchObject({ status: 404, body: { code: 'memo.not.found' } });
    await script({ cpr: louise, receipt: { mode: 'none' } });
    await send(kombi(memo(uuid)));
    expect(await ask()).toMatchObject({
      status: 200,
      body: [{ messageUUID: uuid, receiptStatus: 'RECEIVED', errorCode: null }],
    });
    expect(pushed).toEqual([]);
  });

  it('plays its script in order and then takes letters again', async () => {
    await script({
      cpr: louise,
      answers: [{ kind: 'temporary', times: 2 }, { kind: 'busy' }, { kind: 'recipient_unknown' }],
    });
    const statuses: number[] = [];
    for (let nth = 0; nth < 5; nth += 1) statuses.push((await send(kombi(memo()))).status);
    expect(statuses).toEqual([503, 503, 429, 200, 200]);
    expect(await taken()).toHaveLength(1);
  });
});
