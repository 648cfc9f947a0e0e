import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { base64url, decodeJwt, SignJWT, UnsecuredJWT } from 'jose';
import { RefusalError } from '#contracts/refusal-error.js';
import { eventually } from '#testing/eventually.js';
import { TestIssuer } from '#testing/test-issuer.js';
import { Issuer } from './issuer.js';
import { TokenVerifier } from './token-verifier.js';

const CLAIMS = {
  principal_kind: 'journal_system',
  client_id: 'novax',
  municipality: 'K1',
  scope: 'journal.write',
} as const;

describe('the token verifier', () => {
  let issuer: TestIssuer;
  let foreign: TestIssuer;
  let verifier: TokenVerifier;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    foreign = await TestIssuer.start();
    verifier = new TokenVerifier({ issuer: new Issuer(issuer.url), audience: 'trivselshub' });
  });

  afterAll(() => Promise.all([issuer.close(), foreign.close()]));

  const code = (token: string) =>
    verifier.verify(token).then(
      () => 'admitted',
      (error: unknown) => (error instanceof RefusalError ? error.code : error),
    );

  it('knows a caller by a token of the issuer', async () => {
    expect(await verifier.verify(await issuer.token(CLAIMS))).toEqual({
      kind: 'journal_system',
      clientId: 'novax',
      municipality: 'K1',
      scopes: ['journal.write'],
    });
  });

  it.each([
    ['of a foreign issuer', () => foreign.token(CLAIMS), 'TOKEN_INVALID'],
    [
      'of a foreign issuer that calls itself ours',
      () => foreign.token(CLAIMS, { issuer: issuer.url }),
      'TOKEN_INVALID',
    ],
    ['that names another issuer', () => issuer.token(CLAIMS, { issuer: 'http://127.0.0.1/other' }), 'TOKEN_INVALID'],
    ['for another audience', () => issuer.token(CLAIMS, { audience: 'another-hub' }), 'TOKEN_INVALID'],
    ['that has expired', () => issuer.token(CLAIMS, { lifetime: -6 }), 'TOKEN_EXPIRED'],
    ['that is no token', () => 'a.b.c', 'TOKEN_INVALID'],
  ])('refuses a token %s', async (_, token, refusal) => {
    expect(await code(await token())).toBe(refusal);
  });

  it('refuses a token without a signature', async () => {
    const claims = { ...CLAIMS, iss: issuer.url, aud: 'trivselshub' };
    const unsigned = new UnsecuredJWT(claims).setIssuedAt().setExpirationTime('1h').encode();
    expect(await code(unsigned)).toBe('TOKEN_INVALID');
  });

  it('refuses a token signed with a shared secret, be it the public key', async () => {
    const symmetric = await new SignJWT({ ...CLAIMS })
      .setProtectedHeader({ alg: 'HS256', kid: 'test' })
      .setIssuer(issuer.url)
      .setAudience('trivselshub')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(new Uint8Array(32));
    expect(await code(symmetric)).toBe('TOKEN_INVALID');
  });

  it('refuses a token that was changed after it was signed', async () => {
    const [header, , signature] = (await issuer.token(CLAIMS)).split('.');
    const claims = { ...decodeJwt(await issuer.token(CLAIMS)), municipality: 'K2' };
    const payload = base64url.encode(JSON.stringify(claims));
    expect(await code(`${header}.${payload}.${signature}`)).toBe('TOKEN_INVALID');
  });

  it('refuses a good token that describes no caller of the hub', async () => {
    const claims = { ...CLAIMS, principal_kind: 'staff', sub: 'x', role: 'mayor', organisation: 'HV-1' };
    expect(await code(await issuer.token(claims as never))).toBe('TOKEN_INVALID');
    expect(await code(await issuer.token({ ...CLAIMS, municipality: 'not a code' }))).toBe('TOKEN_INVALID');
  });

  it('does not remember a token beyond its expiry', async () => {
    const token = await issuer.token(CLAIMS, { lifetime: -4 });
    expect(await code(token)).toBe('admitted');
    await eventually(async () => expect(await code(token)).toBe('TOKEN_EXPIRED'), { within: 4000 });
  });

  it('asks the caller to wait, and blames nobody, when the issuer does not answer', async () => {
    const silent = new TokenVerifier({ issuer: new Issuer('http://127.0.0.1:9'), audience: 'trivselshub' });
    await expect(silent.verify(await issuer.token(CLAIMS))).rejects.toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
      status: 503,
    });
  });
});
