import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSecretKey } from 'node:crypto';
import { TestIssuer } from '#testing/test-issuer.js';
import { Cpr } from '#contracts/cpr.js';
import { cprHash } from './cpr-hash.js';
import { Issuer } from './issuer.js';
import { ServiceTokens } from './service-tokens.js';
import { TokenVerifier } from './token-verifier.js';

describe("a service's own token", () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await TestIssuer.start();
  });
  afterAll(() => issuer.close());

  const tokens = () =>
    new ServiceTokens({ issuer: new Issuer(issuer.url), clientId: 'screening', keyFile: issuer.clientKeyFile });

  it('names the service', async () => {
    const verifier = new TokenVerifier({ issuer: new Issuer(issuer.url), audience: 'trivselshub' });
    const token = await tokens().get();
    expect(await verifier.verify(token)).toEqual({ kind: 'service', clientId: 'screening', scopes: [] });
  });

  it('is fetched once for all who ask, and again when it was refused', async () => {
    const own = tokens();
    const before = issuer.tokensGiven;
    await Promise.all([own.get(), own.get(), own.get()]);
    await own.get();
    expect(issuer.tokensGiven - before).toBe(1);
    own.forget();
    await own.get();
    expect(issuer.tokensGiven - before).toBe(2);
  });

  it('fails when the issuer is not there, and recovers by itself', async () => {
    const lost = new ServiceTokens({
      issuer: new Issuer('http://127.0.0.1:9'),
      clientId: 'x',
      keyFile: issuer.clientKeyFile,
    });
    await expect(lost.get()).rejects.toThrow();
    await expect(lost.get()).rejects.toThrow();
  });
});

describe('the keyed hash of a CPR number', () => {
  it('is the same for the same number however it was written, and another one under another key', () => {
    const [key, other] = ['key', 'other'].map((text) => createSecretKey(Buffer.from(text)));
    const hash = cprHash(Cpr.parse('610190-1234'), key!);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(cprHash(Cpr.parse('6101901234'), key!)).toBe(hash);
    expect(cprHash(Cpr.parse('6101901234'), other!)).not.toBe(hash);
  });
});
