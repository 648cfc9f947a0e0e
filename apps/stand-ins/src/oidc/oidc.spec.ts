import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loginAs } from '#local/login.js';
import { Issuer } from '#security/issuer.js';
import { ServiceTokens } from '#security/service-tokens.js';
import { TokenVerifier } from '#security/token-verifier.js';
import { StandInsConfigSchema, type StandInsConfig } from '../stand-ins.config.js';
import { startStandIns } from '../stand-ins.js';

const MOTHER = '6902921112';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Jest's own gives objects of another realm, which the provider does not take for plain objects.
globalThis.structuredClone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('the login stand-in', () => {
  let app: NestExpressApplication;
  let config: StandInsConfig;
  let verifier: TokenVerifier;
  let issuer: string;
  const dir = mkdtempSync(join(tmpdir(), 'oidc-'));
  const keyFile = (clientId: string) => join(dir, 'clients', `${clientId}.json`);

  beforeAll(async () => {
    mkdirSync(join(dir, 'clients'));
    const clients = [];
    for (const client of [
      { clientId: 'journal-k1', principalKind: 'journal_system', municipality: 'K1', scopes: ['journal.write'] },
      { clientId: 'screening', principalKind: 'service', scopes: [] },
      { clientId: 'digital-post', principalKind: 'channel', scopes: ['letters.receipt', 'letters.reply'] },
    ]) {
      const { privateKey } = await generateKeyPair('ES256', { extractable: true });
      const { d, ...jwk } = await exportJWK(privateKey);
      writeFileSync(keyFile(client.clientId), JSON.stringify({ ...jwk, d, alg: 'ES256', kid: client.clientId }));
      clients.push({ ...client, jwk: { ...jwk, alg: 'ES256', kid: client.clientId } });
    }
    writeFileSync(join(dir, 'clients.json'), JSON.stringify(clients));
    const staff = [
      { username: 'nurse', subject: 'staff-nurse', role: 'health_visitor', organisation: 'HV-1', municipality: 'K1' },
    ];
    writeFileSync(
      join(dir, 'people.json'),
      JSON.stringify({
        staff,
        municipalities: [],
        citizens: [{ cpr: MOTHER, name: 'Mette Lyngtoft', municipality: 'K2' }],
      }),
    );
    const port = await freePort();
    issuer = `http://127.0.0.1:${port}/oidc`;
    config = StandInsConfigSchema.parse({
      PORT: port,
      OIDC_ISSUER: issuer,
      STANDINS_CLIENTS_FILE: join(dir, 'clients.json'),
      STANDINS_PEOPLE_FILE: join(dir, 'people.json'),
      CLIENT_KEY_FILE: keyFile('stand-ins'),
      CONSENT_URL: 'http://127.0.0.1:9',
      NOTIFICATIONS_URL: 'http://127.0.0.1:9',
    });
    app = await startStandIns(config);
    verifier = new TokenVerifier({ issuer: new Issuer(issuer), audience: 'trivselshub' });
  });

  afterAll(() => app.close());

  const machine = (clientId: string, keyOf: string) =>
    new ServiceTokens({ issuer: new Issuer(issuer), clientId, keyFile: keyFile(keyOf) });

  const userinfo = async (token: string) => {
    const { userinfo_endpoint } = await new Issuer(issuer).metadata();
    const response = await fetch(userinfo_endpoint!, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, claims: (await response.json()) as Record<string, unknown> };
  };

  const changeMitid = (settings: object) =>
    fetch(new URL('/control/logins/mitid', issuer), {
      method: 'PUT',
      body: JSON.stringify(settings),
      headers: { 'content-type': 'application/json' },
    });

  it('gives a machine with its own key a token that says what it is', async () => {
    const token = (clientId: string) => machine(clientId, clientId).get();
    expect(await verifier.verify(await token('journal-k1'))).toEqual({
      kind: 'journal_system',
      clientId: 'journal-k1',
      municipality: 'K1',
      scopes: ['journal.write'],
    });
    expect(await verifier.verify(await token('screening'))).toMatchObject({ kind: 'service', clientId: 'screening' });
    expect(await verifier.verify(await token('digital-post'))).toMatchObject({
      kind: 'channel',
      scopes: ['letters.receipt', 'letters.reply'],
    });
  });

  it('refuses a machine that shows the key of another', async () => {
    await expect(machine('screening', 'journal-k1').get()).rejects.toThrow('401 invalid_client');
  });

  it('logs staff in through the form and tells role, unit and municipality', async () => {
    const { accessToken } = await loginAs({ issuer, username: 'nurse' });
    expect(await verifier.verify(accessToken)).toEqual({
      kind: 'staff',
      subject: 'staff-nurse',
      role: 'health_visitor',
      organisation: 'HV-1',
      municipality: 'K1',
    });
  });

  it('lets nobody in whom it does not know', async () => {
    await expect(loginAs({ issuer, username: 'nobody' })).rejects.toThrow('401');
    await expect(loginAs({ issuer, username: '3113991234' })).rejects.toThrow('401');
  });

  it('logs a guardian in with MitID, with no number in any token', async () => {
    const { accessToken, idToken } = await loginAs({ issuer, username: MOTHER });
    const principal = await verifier.verify(accessToken);
    expect(principal).toMatchObject({ kind: 'guardian', municipality: 'K2', token: accessToken });
    const inTokens = JSON.stringify([decodeJwt(accessToken), decodeJwt(idToken)]);
    expect(inTokens).not.toContain(MOTHER);
    expect(inTokens).not.toContain('Lyngtoft');
    expect(decodeJwt(idToken).exp! - decodeJwt(idToken).iat!).toBe(300);
  });

  it('tells the number at the userinfo door, all values strings as the broker sends them', async () => {
    const { accessToken } = await loginAs({ issuer, username: MOTHER });
    const { claims } = await userinfo(accessToken);
    expect(claims).toMatchObject({
      'dk.cpr': MOTHER,
      'mitid.has_cpr': 'true',
      'mitid.identity_name': 'Mette Lyngtoft',
      loa: 'https://data.gov.dk/concept/core/nsis/Substantial',
      identity_type: 'private',
    });
    expect(Object.values(claims).every((value) => typeof value === 'string')).toBe(true);
    expect(claims['sub']).toBe(decodeJwt(accessToken).sub);
  });

  it('has logins that are weak, without a number, or for work', async () => {
    const other = '6101901234';
    await changeMitid({ cpr: other, loa: 'low' });
    await changeMitid({ cpr: other, hasCpr: false, professional: true });
    const { claims } = await userinfo((await loginAs({ issuer, username: other })).accessToken);
    expect(claims).toMatchObject({
      loa: 'https://data.gov.dk/concept/core/nsis/Low',
      'mitid.has_cpr': 'false',
      identity_type: 'professional',
    });
    expect(claims).not.toHaveProperty(['dk.cpr']);
  });

  it('tells staff and strangers nothing at the userinfo door', async () => {
    const { accessToken } = await loginAs({ issuer, username: 'nurse' });
    expect((await userinfo(accessToken)).status).toBe(401);
    expect((await userinfo('nonsense')).status).toBe(401);
  });

  it('has a clock that tests set, in the same process', async () => {
    const headers = { 'content-type': 'application/json' };
    const at = '2026-03-01T10:00:00Z';
    await fetch(new URL('/clock', issuer), { method: 'PUT', body: JSON.stringify({ at }), headers });
    const reading = (await (await fetch(new URL('/clock', issuer))).json()) as { at: string };
    expect(reading.at).toMatch(/^2026-03-01T10:00:0/);
  });

  it('keeps its keys, so that a token outlives a restart', async () => {
    const { accessToken } = await loginAs({ issuer, username: MOTHER });
    await app.close();
    app = await startStandIns(config);
    const fresh = new TokenVerifier({ issuer: new Issuer(issuer), audience: 'trivselshub' });
    expect((await fresh.verify(accessToken)).kind).toBe('guardian');
  });
});
