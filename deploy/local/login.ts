import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Issuer } from '#security/issuer.js';
import { Visit } from './visit.js';

/** The stand-in's public client for scripts. */
const CLIENT_ID = 'hub-cli';
const REDIRECT_URI = 'http://127.0.0.1/callback';

const TokensSchema = z.object({ access_token: z.string(), id_token: z.string() });

interface Login {
  /** Address of the issuer. */
  issuer: string;
  /** A member of staff's user name, or a CPR number for a guardian's MitID. */
  username: string;
}

/** Logs a person in at the stand-in as a browser would: authorization code with PKCE, through the login form. */
export async function loginAs({ issuer, username }: Login): Promise<{ accessToken: string; idToken: string }> {
  const { authorization_endpoint, token_endpoint } = await new Issuer(issuer).metadata();
  const isGuardian = /^\d{6}-?\d{4}$/.test(username);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: isGuardian ? 'openid mitid ssn' : 'openid',
    state,
    nonce: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const visit = new Visit(REDIRECT_URI);
  const form = await visit.go(`${authorization_endpoint}?${query}`);
  if (form.page?.ok !== true) throw new Error(`there is no login form at ${form.address} (${form.page?.status})`);
  const end = await visit.go(form.address, new URLSearchParams({ username }));
  if (end.page !== null) throw new Error(`the login was refused (${end.page.status})`);
  const returned = new URL(end.address).searchParams;
  const code = returned.get('code');
  if (code === null || returned.get('state') !== state)
    throw new Error(`the login gave no code: ${returned.get('error')}`);

  const answer = await fetch(token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      code,
      code_verifier: verifier,
    }),
  });
  if (!answer.ok) throw new Error(`the issuer gave no token (${answer.status})`);
  const tokens = TokensSchema.parse(await answer.json());
  return { accessToken: tokens.access_token, idToken: tokens.id_token };
}
