import { adbb } from './adbb.js';
import { aims } from './aims.js';
import { epds } from './epds.js';
import { puf } from './puf.js';
import type { Questionnaire } from './questionnaire.js';
import { sdq11To17, sdq4To10 } from './sdq.js';
import { topi } from './topi.js';

const known: ReadonlyMap<string, Questionnaire> = new Map(
  [adbb, topi, aims, epds, puf, sdq4To10, sdq11To17].map((questionnaire) => [questionnaire.address, questionnaire]),
);

/** The questionnaire that a canonical address names; a version after `|` is judged elsewhere. */
export function knownQuestionnaire(canonical: unknown): Questionnaire | undefined {
  return typeof canonical === 'string' ? known.get(canonical.split('|')[0]!) : undefined;
}
