import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

export interface SigningKeys {
  /** Private keys, RS256 and ES256. */
  jwks: { keys: JWK[] };
  cookieKeys: string[];
}

/** The issuer's keys, made once and kept, so that tokens outlive a restart of the stand-ins. */
export async function signingKeys(file: string): Promise<SigningKeys> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as SigningKeys;
  const keys = await Promise.all(
    ['ES256', 'RS256'].map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `stand-in-${alg.toLowerCase()}` };
    }),
  );
  const made = { jwks: { keys }, cookieKeys: [randomBytes(32).toString('base64url')] };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
