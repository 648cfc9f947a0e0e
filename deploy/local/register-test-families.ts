import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openDoor } from './door.js';
import { projectRoot } from './project-root.js';

const PeopleSchema = z.looseObject({
  registrations: z.array(z.object({ child: z.string(), municipality: z.string(), healthVisitingUnit: z.string() })),
});

/** Registers the children of deploy/local/people.json at their unit, as its nurse would, so that examples with their numbers work. */
export async function registerTestFamilies(consentUrl: string, nurseToken: string, unit: string): Promise<number> {
  const people = PeopleSchema.parse(JSON.parse(await readFile(join(projectRoot, 'deploy/local/people.json'), 'utf8')));
  const own = people.registrations.filter(
    ({ municipality, healthVisitingUnit }) => municipality === 'K1' && healthVisitingUnit === unit,
  );
  for (const { child } of own) {
    await openDoor(`${consentUrl}/children`, {
      token: nurseToken,
      schema: z.unknown(),
      body: { cpr: child, healthVisitingUnit: unit },
    });
  }
  return own.length;
}
