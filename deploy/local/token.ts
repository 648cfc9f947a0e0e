import { join } from 'node:path';
import { Issuer } from '#security/issuer.js';
import { ServiceTokens } from '#security/service-tokens.js';
import { hubFolder, runningHub } from './hub-state.js';
import { loginAs } from './login.js';
import { registeredClients } from './registered-clients.js';

/** `npm run -s token -- WHO`: an access token of the running hub for a client (journal-k1), a member of staff (hv1-nurse) or a guardian (CPR). */
async function main(who: string | undefined): Promise<number> {
  const hub = await runningHub();
  if (hub === null) {
    console.error('No hub is running: npm start');
    return 1;
  }
  if (who === undefined) {
    console.error(
      `Say who: ${registeredClients.map(({ clientId }) => clientId).join(', ')}, a username or a CPR number`,
    );
    return 1;
  }
  const issuer = `${hub.urls['stand-ins']}/oidc`;
  const isClient = registeredClients.some(({ clientId }) => clientId === who);
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

process.exitCode = await main(process.argv[2]);
