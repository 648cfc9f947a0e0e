import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './project-root.js';

const PeopleSchema = z.looseObject({
  staff: z.array(
    z.looseObject({ username: z.string(), role: z.string(), organisation: z.string(), municipality: z.string() }),
  ),
  citizens: z.array(z.looseObject({ cpr: z.string(), name: z.string() })),
  families: z.array(z.looseObject({ mother: z.string().optional(), father: z.string().optional() })),
});

/** Whom people.json knows: members of staff, and the invented parents of its first family. */
export interface KnownPeople {
  staff: { username: string; role: string; organisation: string; municipality: string }[];
  parents: { cpr: string; name: string }[];
}

export async function knownPeople(): Promise<KnownPeople> {
  const text = await readFile(join(projectRoot, 'deploy', 'local', 'people.json'), 'utf8');
  const { staff, citizens, families } = PeopleSchema.parse(JSON.parse(text));
  const first = [families[0]?.mother, families[0]?.father];
  return { staff, parents: citizens.filter(({ cpr }) => first.includes(cpr)) };
}
