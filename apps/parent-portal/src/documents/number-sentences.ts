import type { ResultNumbers } from '#contracts/questions/shared-documents.js';
import { dayWords } from '../words/when.js';
import type { Words } from '../words/words.js';

interface NumberSentences {
  lead: string;
  /** One for each thing looked at. */
  items: string[];
  sums: string[];
}

/** A result's numbers as sentences: no number stands without its word. */
export function numberSentences({ observedOn, items, total, cutOff }: ResultNumbers, words: Words): NumberSentences {
  const { numbersOf, itemNumber, totalNumber, belowCutOff, atCutOff } = words.documents;
  const language = words.language.code === 'da' ? 'da' : 'en';
  return {
    lead: numbersOf(dayWords(observedOn, words)),
    items: items.map((item) => itemNumber(item[language], item.value)),
    sums: [totalNumber(total), total < cutOff ? belowCutOff(total, cutOff) : atCutOff(total, cutOff)],
  };
}
