import type { ResultNumbers } from '#contracts/questions/shared-documents.js';
import { dayWords } from '../words/when.js';
import type { Words } from '../words/words.js';

/** A result's numbers as sentences: no number stands without its word. */
export function numberSentences({ observedOn, items, total, cutOff }: ResultNumbers, words: Words): string[] {
  const { numbersOf, itemNumber, totalNumber, belowCutOff, atCutOff } = words.documents;
  const language = words.language.code === 'da' ? 'da' : 'en';
  return [
    numbersOf(dayWords(observedOn, words)),
    ...items.map((item) => itemNumber(item[language], item.value)),
    totalNumber(total),
    total < cutOff ? belowCutOff(total, cutOff) : atCutOff(total, cutOff),
  ];
}
