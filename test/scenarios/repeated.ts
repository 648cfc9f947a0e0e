import type { Answered } from './world.js';

/** How often a step does its act, and whether all at once. */
export interface Repeated {
  readonly times: number;
  readonly together: boolean;
}

export async function repeated({ times, together }: Repeated, once: () => Promise<Answered>): Promise<Answered[]> {
  if (together) return Promise.all(Array.from({ length: times }, once));
  const answers: Answered[] = [];
  for (let nth = 0; nth < times; nth += 1) answers.push(await once());
  return answers;
}
