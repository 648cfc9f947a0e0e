import { join } from 'node:path';
import { Cpr } from '#contracts/cpr.js';
import { Issuer } from '#security/issuer.js';
import { ServiceTokens } from '#security/service-tokens.js';
import { CommandError } from './command-error.js';
import { hubFolder, runningHub } from './hub-state.js';
import { knownPeople } from './known-people.js';
import { loginAs } from './login.js';
import { registeredClients } from './registered-clients.js';
import { runCommand } from './run-command.js';
import { whoIsKnown } from './who-is-known.js';

function isCpr(text: string): boolean {
  try {
    return Cpr.parse(text) instanceof Cpr;
  } catch {
    return false;
  }
}

/** `npm run -s token -- WHO`: an access token of the running hub for a client (journal-k1), a member of staff (hv1-nurse) or a guardian (CPR). */
async function main([who]: string[]): Promise<number> {
  const people = await knownPeople();
  const clients = registeredClients.map(({ clientId }) => clientId);
  if (who === undefined) throw new CommandError(`Say who: npm run -s token -- WHO\n${whoIsKnown(clients, people)}`);
  const isClient = clients.includes(who);
  if (!isClient && !isCpr(who) && !people.staff.some(({ username }) => username === who)) {
    const known = [...clients, ...people.staff.map(({ username }) => username)];
    throw new CommandError(`Nobody is called ${who}. Known: ${known.join(', ')}, or a CPR number.`);
  }
  const hub = await runningHub();
  if (hub === null) throw new CommandError('No hub is running. Start one in another terminal: npm start', 1);
  const issuer = `${hub.urls['stand-ins']}/oidc`;
  const token = isClient
    ? await new ServiceTokens({
        issuer: new Issuer(issuer),
        clientId: who,
        keyFile: join(hubFolder, 'keys', 'clients', `${who}.json`),
      }).get()
    : (await loginAs({ issuer, username: who })).accessToken;
  console.log(token);
  return 0;
}

await runCommand(main);
