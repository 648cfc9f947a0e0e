import type { AccessLogEntry } from '#contracts/questions/access-log.js';
import { reasonOfCode, roleName, thingName } from '../words/code-words.js';
import { textIn } from '../words/text-in.js';
import type { Words } from '../words/words.js';

interface EntryWords {
  who: string;
  did: string;
  outcome: string;
  /** "Why may she see this?", "why was she refused?", with the answer. */
  question: string;
  reason: { text: string; lang: string };
}

type PlaceName = (municipality: string, organisation: NonNullable<AccessLogEntry['organisation']>) => string;

/** A line of the log as a parent reads it. Never who of the staff it was: the line does not know. */
export function entryWords(entry: AccessLogEntry, words: Words, placeName: PlaceName): EntryWords {
  const { log } = words;
  const isAllowed = entry.outcome === 'allowed';
  const acts: Readonly<Record<string, string>> = isAllowed ? log.actions : log.tried;
  const act = (Object.hasOwn(acts, entry.action) && acts[entry.action]) || acts['other'];
  const whyAllowed = entry.own ? log.ownWhyAllowed : log.whyAllowed;
  const whyRefused = entry.own ? log.ownWhyRefused : log.whyRefused;
  return {
    who: whoWords(entry, words, placeName),
    did: `${act}: ${thingName(entry.documentKind, words)}`,
    outcome: isAllowed ? log.allowed : log.refused,
    question: isAllowed ? whyAllowed : whyRefused,
    reason: reasonOf(entry, words),
  };
}

function whoWords(entry: AccessLogEntry, words: Words, placeName: PlaceName): string {
  const { who, own, role, municipality, organisation, placesWithheld } = entry;
  if (own) return words.log.own;
  if (who === 'guardian') return words.log.guardian;
  if (who === 'operations') return words.log.operations;
  const name = roleName(role ?? '', words);
  return municipality && organisation && !placesWithheld ? `${name}, ${placeName(municipality, organisation)}` : name;
}

/** The rule's own words; for a line from before they were kept, what its code means. */
function reasonOf({ why, code }: AccessLogEntry, words: Words): EntryWords['reason'] {
  if (why) return textIn({ da: why.da, en: why.en }, words);
  const text = code === null ? words.log.whyNotKept : reasonOfCode(code, words);
  return { text, lang: words.language.code };
}
