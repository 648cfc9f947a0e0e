import type { GuardianChild } from '#contracts/questions/guardians.js';
import { childName } from '../children/child-words.js';
import type { Words } from '../words/words.js';

/** The heading over what is shared about a child; over what is shared about the reader, from the 15th birthday. */
export function sharedAbout(child: GuardianChild | null, words: Words): string {
  if (child?.relation === 'self') return words.documents.titleOfSelf;
  return words.documents.title(child ? childName(child, words) : words.children.nameless.toLowerCase());
}
