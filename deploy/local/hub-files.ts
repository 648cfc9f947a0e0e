import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { registeredClients } from './registered-clients.js';

/** The keys and files under the hub's folder that its processes are pointed to. */
export interface HubFiles {
  masterKeyFile: string;
  /** Base64, 32 bytes: consent and the adapter hash CPR numbers with it. */
  cprHashKeyFile: string;
  /** Base64, 32 bytes: seals consent's register at rest. */
  registerSealKey: string;
  /** Base64, 32 bytes: seals the replies that notifications keeps. */
  replySealKey: string;
  /** Base64, 32 bytes: seals cookies. */
  cookieKey: string;
  /** Base64, 32 bytes: seals what a session of the parent portal keeps. */
  sessionSealKey: string;
  /** The senders' registrations at the adapter. */
  sendersFile: string;
  /** Public keys, kinds and scopes of all OAuth clients, for the stand-in of the issuer. */
  clientsFile: string;
  /** The private JWK of a client. */
  clientKeyFile: (clientId: string) => string;
  databasePassword: (role: string) => string;
}

/** Writes a file once; whoever comes later reads what is there. */
async function keep(file: string, make: () => Promise<string> | string): Promise<string> {
  const there = await readFile(file, 'utf8').catch(() => null);
  if (there !== null) return there;
  const text = await make();
  await writeFile(file, text, { mode: 0o600 });
  return text;
}

const secret = (): string => randomBytes(32).toString('base64');

async function newPrivateJwk(kid: string): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid });
}

function publicPart({ d: _private, ...jwk }: JWK): JWK {
  return jwk;
}

/** On the loopback address a login comes back to any port. */
const ANY_PORT = 'http://127.0.0.1';

/**
 * Makes what is missing under `dir`/keys, and keeps what is there, so that sealed entries stay readable over restarts. `portalUrl` is the
 * address to which a browser comes back from the login.
 */
export async function hubFiles(dir: string, portalUrl: string = ANY_PORT): Promise<HubFiles> {
  const keys = join(dir, 'keys');
  await mkdir(join(keys, 'clients'), { recursive: true });
  const clientKeyFile = (clientId: string): string => join(keys, 'clients', `${clientId}.json`);

  const clients = [];
  for (const { sender: _sender, loginPath, ...client } of registeredClients) {
    const jwk = await keep(clientKeyFile(client.clientId), () => newPrivateJwk(client.clientId));
    const redirectUris = loginPath === undefined ? [] : [new URL(loginPath, portalUrl).href];
    clients.push({ ...client, redirectUris, jwk: publicPart(JSON.parse(jwk) as JWK) });
  }
  const clientsFile = join(keys, 'clients.json');
  await writeFile(clientsFile, JSON.stringify(clients, null, 2));

  const sendersFile = join(keys, 'senders.json');
  const senders = registeredClients.flatMap(({ clientId, municipality, sender }) =>
    sender === undefined ? [] : [{ clientId, municipality, ...sender }],
  );
  await writeFile(sendersFile, JSON.stringify(senders, null, 2));

  const masterKeyFile = join(keys, 'master-key');
  const cprHashKeyFile = join(keys, 'cpr-hash-key');
  await keep(masterKeyFile, secret);
  await keep(cprHashKeyFile, secret);
  const databaseSecret = await keep(join(keys, 'databases'), secret);
  return {
    masterKeyFile,
    cprHashKeyFile,
    registerSealKey: await keep(join(keys, 'register-seal-key'), secret),
    replySealKey: await keep(join(keys, 'reply-seal-key'), secret),
    sessionSealKey: await keep(join(keys, 'session-seal-key'), secret),
    cookieKey: await keep(join(keys, 'cookie-key'), secret),
    sendersFile,
    clientsFile,
    clientKeyFile,
    databasePassword: (role) => createHmac('sha256', databaseSecret).update(role).digest('base64url'),
  };
}
