import { CommandError } from '#local/command-error.js';
import type { Scenario } from './scenario-file.js';
import { type World, call, digits } from './world.js';

/** Brings the given people into the register of custody, the login broker and the letter channel. */
export async function registerPeople(world: World): Promise<void> {
  const { children, guardians } = world.scenario.given;
  const citizens = [
    ...Object.values(guardians).map((guardian) => ({
      cpr: digits(guardian.cpr),
      name: guardian.name,
      municipality: 'K1',
      language: guardian.language,
      digitalPost: !guardian.digitalPostExempt,
    })),
    ...Object.values(children).map((child) => ({
      cpr: digits(child.cpr),
      name: 'Barnet Prøvesen',
      municipality: 'K1',
    })),
  ];
  const families = Object.entries(children).map(([name, { guardians: parents, custody }]) =>
    familyOf(world.scenario, name, custody ?? parents),
  );
  await control(world, 'PUT', 'custody-register/people', { citizens, families });
  for (const { cpr, name, exempt } of [
    ...Object.values(guardians).map((each) => ({ ...each, exempt: each.digitalPostExempt })),
    ...Object.values(children).map((each) => ({ ...each, name: 'Barnet Prøvesen', exempt: false })),
  ]) {
    await control(world, 'PUT', 'logins/mitid', { cpr: digits(cpr), name, municipality: 'K1' });
    await control(world, 'PUT', 'digital-post/recipients', { cpr: digits(cpr), exempt });
  }
}

/** Custody changes at the register, which tells the hub at once. */
export async function changeCustody(world: World, child: string, holders: readonly string[]): Promise<void> {
  const family = familyOf(world.scenario, child, holders);
  await control(world, 'PUT', 'custody-register/people', { citizens: [], families: [family] });
  await control(world, 'POST', 'custody-register/change-events', { cpr: family.child });
}

/** The first of the given guardians is the mother, the second the father; others who hold custody are neither. */
function familyOf({ given }: Scenario, childName: string, holders: readonly string[]) {
  const child = given.children[childName];
  if (!child) throw new CommandError(`The scenario has no child ${childName}`);
  const cprOfGuardian = (name: string): string => digits(given.guardians[name]?.cpr ?? '');
  const [mother, father] = child.guardians;
  return {
    child: digits(child.cpr),
    ...(mother ? { mother: cprOfGuardian(mother) } : {}),
    ...(father ? { father: cprOfGuardian(father) } : {}),
    custody: holders.map((name) => {
      if (name === mother) return { type: 3 };
      return name === father ? { type: 4 } : { type: 5, holder: cprOfGuardian(name) };
    }),
  };
}

async function control(world: World, method: 'PUT' | 'POST', door: string, body: object): Promise<void> {
  const url = `${world.hub.urls['stand-ins']}/control/${door}`;
  const answer = await call(url, '', { method, body: JSON.stringify(body) });
  if (answer.status > 204) throw new Error(`${url} answered ${answer.status} ${answer.bytes}`);
}
