import { join } from 'node:path';
import { CommandError } from '../local/command-error.js';
import { hubFolder, runningHub } from '../local/hub-state.js';
import { knownPeople } from '../local/known-people.js';
import { loginAs } from '../local/login.js';
import type { OperatorsHub } from './hub-door.js';

/** A token is asked for anew after this long: tokens of the local hub live for longer. */
const LOGIN_AGAIN_MS = 120_000;

/** The hub that HUB_ADDRESSES names, or the one that `npm start` runs. */
export async function operatorsHub(as = 'ops', env: NodeJS.ProcessEnv = process.env): Promise<OperatorsHub> {
  const { HUB_TOKEN: token, HUB_ADDRESSES: addresses } = env;
  if (token !== undefined && addresses !== undefined) {
    return { urls: named(addresses), token: async () => token, logs: null };
  }
  if (token !== undefined || addresses !== undefined) {
    throw new CommandError('HUB_TOKEN and HUB_ADDRESSES belong together: set both, or none for the hub of npm start.');
  }
  const { staff } = await knownPeople();
  if (!staff.some(({ username }) => username === as)) {
    const operators = staff.filter(({ role }) => role === 'ops_operator').map(({ username }) => username);
    throw new CommandError(`Nobody is called ${as}. Operators: ${operators.join(', ')}.`);
  }
  const hub = await runningHub();
  if (hub === null) throw new CommandError('No hub is running. Start one in another terminal: npm start', 1);
  const { 'stand-ins': standIns, ...urls } = hub.urls;
  let login: { token: Promise<string>; at: number } | null = null;
  return {
    urls,
    token: () => {
      if (login === null || Date.now() - login.at > LOGIN_AGAIN_MS) {
        const token = loginAs({ issuer: `${standIns}/oidc`, username: as }).then(({ accessToken }) => accessToken);
        login = { token, at: Date.now() };
      }
      return login.token;
    },
    logs: join(hubFolder, 'logs'),
  };
}

function named(addresses: string): Record<string, string> {
  const pairs = addresses.split(',').map((pair) => pair.trim().split('=', 2) as [string, string | undefined]);
  if (pairs.some(([service, url]) => !service || !URL.canParse(url ?? ''))) {
    throw new CommandError('HUB_ADDRESSES is wrong. It looks like "operations=https://...,screening=https://..."');
  }
  return Object.fromEntries(pairs.map(([service, url]) => [service, url!.replace(/\/$/, '')]));
}
