import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hub } from '#local/hub-options.js';
import { loginAs } from '#local/login.js';
import { projectRoot } from '#local/project-root.js';
import type { ServiceName } from '#local/service-name.js';
import type { Settled } from '#local/settled.js';
import type { HubUnderTest } from './world.js';

interface Staff {
  readonly username: string;
  readonly role: string;
  readonly organisation: string;
  readonly municipality: string;
}

/** A hub of separate processes, seen as a scenario sees it. Logins are real ones, done once a person. */
export function hubUnderTest(
  hub: Hub,
  settled: Settled,
  brokers: readonly string[],
  topicPrefix: string,
): HubUnderTest {
  const issuer = `${hub.urls['stand-ins']}/oidc`;
  const staff = (JSON.parse(readFileSync(join(projectRoot, 'deploy/local/people.json'), 'utf8')) as { staff: Staff[] })
    .staff;
  const logins = new Map<string, Promise<string>>();
  const login = (username: string): Promise<string> => {
    const known = logins.get(username) ?? loginAs({ issuer, username }).then((tokens) => tokens.accessToken);
    logins.set(username, known);
    return known;
  };
  return {
    urls: hub.urls,
    brokers,
    topicPrefix,
    tokenFor: (clientId) => hub.tokenFor(clientId),
    staffToken: (role, organisation) => {
      const person = staff.find(
        (each) =>
          each.role === role &&
          each.municipality === 'K1' &&
          (organisation === null || each.organisation === organisation),
      );
      if (!person)
        throw new Error(`Nobody is ${role} at ${organisation ?? 'any organisation'} in deploy/local/people.json`);
      return login(person.username);
    },
    guardianToken: (cpr) => login(cpr),
    stop: (service) => hub.kill(service as ServiceName),
    start: (service, clock) => hub.restart(service as ServiceName, { clock }),
    isSettled: () => settled.isSettled(),
  };
}
