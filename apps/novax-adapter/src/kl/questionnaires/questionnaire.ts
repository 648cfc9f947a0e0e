/** What an item may be answered with. */
export type AnswerRule =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly options: readonly string[] };

export type QuestionnaireName = 'adbb' | 'topi' | 'aims' | 'epds' | 'puf' | 'sdq_4_10' | 'sdq_11_17';

/** A questionnaire of the guide: linkIds and ranges only, never its wording. */
export interface Questionnaire {
  readonly name: QuestionnaireName;
  readonly address: string;
  /** Whose record the answers belong to. */
  readonly about: 'child' | 'parent';
  /** linkId to what may be answered. */
  readonly items: ReadonlyMap<string, AnswerRule>;
  /** Items whose sum `score` should be. */
  readonly summed: readonly string[];
}

const ADDRESS = 'http://fhir.kl.dk/children/Questionnaire/klgateway-children-';

export const integer = (min: number, max: number): AnswerRule => ({ kind: 'integer', min, max });
export const choice = (...options: string[]): AnswerRule => ({ kind: 'choice', options });

export function questionnaire(
  name: QuestionnaireName,
  about: 'child' | 'parent',
  items: readonly (readonly [linkId: string, answer: AnswerRule])[],
  summed: readonly string[] = [],
): Questionnaire {
  return { name, address: ADDRESS + name.replace(/_/, '').replaceAll('_', '-'), about, items: new Map(items), summed };
}
