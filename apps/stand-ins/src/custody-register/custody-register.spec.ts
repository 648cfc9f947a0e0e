import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Temporal } from 'temporal-polyfill';
import { Cpr } from '#contracts/cpr.js';
import { CustodyRegisterModule } from './custody-register.module.js';
import { generatedFamilies } from './generated-families.js';
import { namespaces } from './service-platform-fault.js';

const almaOfS1 = '6403264012';
let app: INestApplication;
let consent: Server;
let pushed: { url: string | undefined; authorization: string | undefined; body: string }[] = [];
let url: string;

const listening = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  consent = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      pushed.push({ url: request.url, authorization: request.headers.authorization, body });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((ready) => consent.listen(0, '127.0.0.1', ready));
  @Module({
    imports: [
      CustodyRegisterModule.with({
        peopleFile: 'deploy/local/people.json',
        consentUrl: listening(consent),
        channelToken: async () => 'channel-token',
      }),
    ],
  })
  class StandInsModule {}
  app = await NestFactory.create(StandInsModule, { logger: false, bodyParser: false });
  await app.listen(0, '127.0.0.1');
  url = listening(app.getHttpServer());
});

afterAll(async () => {
  await app.close();
  consent.close();
});

beforeEach(async () => {
  pushed = [];
  await control('PUT', 'behaviour', { mode: 'normal' });
});

const control = (method: string, door: string, body: unknown) =>
  fetch(`${url}/control/custody-register/${door}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const envelope = (cpr: string, lookup = 'PersonLookupRequest', cvr = '99999901') =>
  `<s:Envelope xmlns:s="${namespaces.soap}"><s:Body><p:${lookup} xmlns:p="${namespaces.service}">` +
  `<a:AuthorityContext xmlns:a="${namespaces.authority}"><a:MunicipalityCVR>${cvr}</a:MunicipalityCVR></a:AuthorityContext>` +
  `<n:PNR xmlns:n="${namespaces.pnr}">${cpr}</n:PNR></p:${lookup}></s:Body></s:Envelope>`;

const soap = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/custody-register/service/CPR/PersonBaseDataExtended/4`, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: `"${namespaces.service}personLookup"`,
      ...headers,
    },
    body,
    signal: AbortSignal.timeout(2000),
  });

describe('the custody register stand-in', () => {
  it('answers a child with both parents and their custody', async () => {
    const answer = await soap(envelope(almaOfS1));
    const xml = await answer.text();
    expect(answer.status).toBe(200);
    expect(xml).toContain('<mor><personnummer>6902921112</personnummer></mor>');
    expect(xml).toContain('<foraeldremyndighedtype>3</foraeldremyndighedtype>');
    expect(xml).toContain('<foraeldremyndighedtype>4</foraeldremyndighedtype>');
    expect(xml).not.toContain('relationPersonnummer');
  });

  it('answers a parent with the children', async () => {
    expect(await (await soap(envelope('6208901140'))).text()).toMatch(/<barn>.*6503264150.*<\/barn><barn>.*6503264151/);
  });

  it('names another holder by number, and says what replaced a changed number', async () => {
    expect(await (await soap(envelope('7501264161'))).text()).toContain('<relationPersonnummer>6601741146');
    const changed = await (await soap(envelope('6603911151'))).text();
    expect(changed).toContain('<status><status>60</status></status><gaeldendePersonnummer>7303911152');
  });

  it.each([
    ['an unknown person', envelope('9112256999'), {}, 'PNR not found'],
    ['a number that is not ten digits', envelope('640326-4012'), {}, 'PNR is ten digits'],
    [
      'an authority without agreement',
      envelope(almaOfS1, 'PersonLookupRequest', '12345678'),
      {},
      'No service agreement',
    ],
    ['another operation', envelope(almaOfS1, 'PersonSearchRequest'), {}, 'not part of it'],
    ['a wrong namespace', envelope(almaOfS1).replaceAll('Extended/4/', 'Extended/3/'), {}, 'is expected in'],
    ['broken XML', envelope(almaOfS1).slice(0, -3), {}, 'not well-formed'],
    ['a DOCTYPE', `<!DOCTYPE x>${envelope(almaOfS1)}`, {}, 'DOCTYPE'],
    ['another media type', envelope(almaOfS1), { 'content-type': 'application/xml' }, 'Content-Type'],
    ['a missing SOAPAction', envelope(almaOfS1), { soapaction: '""' }, 'SOAPAction'],
  ])('refuses %s with a fault', async (_case, body, headers, fault) => {
    const answer = await soap(body, headers);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain(fault);
  });

  it('can be told to be silent, to be slow, to break and to give empty answers', async () => {
    await control('PUT', 'behaviour', { mode: 'silent' });
    await expect(soap(envelope(almaOfS1))).rejects.toThrow(/timeout/);
    await control('PUT', 'behaviour', { mode: 'malformed' });
    expect(await (await soap(envelope(almaOfS1))).text()).not.toContain('</SOAP-ENV:Envelope>');
    await control('PUT', 'behaviour', { mode: 'fault' });
    expect(await (await soap(envelope(almaOfS1))).text()).toContain('SOAP-ENV:Server');
    await control('PUT', 'behaviour', { mode: 'empty' });
    expect(await (await soap(envelope(almaOfS1))).text()).not.toContain('foraeldremyndighed>');
    await control('PUT', 'behaviour', { mode: 'slow', delayMs: 30 });
    expect((await soap(envelope(almaOfS1))).status).toBe(200);
  });

  it('answers at once what it was told, and pushes a change event with the token of its channel', async () => {
    await control('PUT', 'people', {
      citizens: [{ cpr: '8501264199', name: 'Ny Borger' }],
      families: [
        { child: '8501264199', mother: '6902921112', custody: [{ type: 3, from: '2026-02-01', until: '2026-06-01' }] },
      ],
    });
    expect(await (await soap(envelope('8501264199'))).text()).toContain('<foraeldremyndighedSletdato>2026-06-01+01:00');
    expect(await (await control('POST', 'change-events', { cpr: '8501264199' })).json()).toEqual({ status: 202 });
    expect(pushed).toEqual([
      { url: '/custody-events', authorization: 'Bearer channel-token', body: '{"cpr":"8501264199"}' },
    ]);
  });

  it('generates as many families as asked for, always the same ones', async () => {
    const families = generatedFamilies(5000, Temporal.PlainDate.from('2026-01-15'));
    const numbers = families.citizens.map(({ cpr }) => cpr);
    expect(new Set(numbers).size).toBe(15_000);
    expect(families.families.every(({ child }) => Cpr.parse(child).birthDate().year === 2026)).toBe(true);
    expect(numbers.every((cpr) => Number(cpr.slice(0, 2)) > 60)).toBe(true);
    const answer = await control('PUT', 'generated-families', { count: 2, firstBirth: '2026-01-15' });
    const { families: told } = (await answer.json()) as { families: { child: string }[] };
    expect(told.map(({ child }) => child)).toEqual(families.families.slice(0, 2).map(({ child }) => child));
    expect((await soap(envelope(told[1]!.child))).status).toBe(200);
  });
});
