import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hub } from '#local/hub-options.js';
import { projectRoot } from '#local/project-root.js';
import { RememberedLogins } from '#local/remembered-logins.js';
import type { ServiceName } from '#local/service-name.js';
import type { Settled } from '#local/settled.js';
import type { HubUnderTest } from './world.js';

interface Staff {
  readonly username: string;
  readonly role: string;
  readonly organisation: string;
  readonly municipality: string;
}

/** A hub of separate processes, seen as a scenario sees it. Logins are real ones. */
export function hubUnderTest(
  hub: Hub,
  settled: Settled,
  brokers: readonly string[],
  topicPrefix: string,
): HubUnderTest {
  const logins = new RememberedLogins(`${hub.urls['stand-ins']}/oidc`);
  const staff = (JSON.parse(readFileSync(join(projectRoot, 'deploy/local/people.json'), 'utf8')) as { staff: Staff[] })
    .staff;
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
      return logins.tokenOf(person.username);
    },
    guardianToken: (cpr) => logins.tokenOf(cpr),
    stop: (service) => hub.kill(service as ServiceName),
    start: (service, clock) => hub.restart(service as ServiceName, { clock }),
    isSettled: () => settled.isSettled(),
  };
}
