import type { Consent, ConsentText } from '#contracts/questions/consents.js';
import type { GuardianChild } from '#contracts/questions/guardians.js';
import type { TextsOfMunicipality } from '../municipality/texts-of-municipality.js';
import { childName } from '../children/child-words.js';
import type { Words } from '../words/words.js';

/** A consent as its pages show it: with the names of child and places, and the text in one language. */
export interface ShownConsent extends Consent {
  childName: string;
  /** Neutral words where the viewer may not learn the place. */
  senderName: string;
  receiverName: string;
  /** In the page's language where it was written in it; the answer says which was shown. */
  text: ConsentText;
}

export function shownConsent(
  consent: Consent,
  children: readonly GuardianChild[],
  texts: TextsOfMunicipality,
  words: Words,
): ShownConsent {
  const child = children.find(({ childId }) => childId === consent.childId);
  const place = (organisation: Consent['receiver']): string =>
    organisation && !consent.placesWithheld
      ? texts.placeName(consent.municipality, organisation, words)
      : words.consents.placeWithheld;
  return {
    ...consent,
    childName: child ? childName(child, words) : words.consents.childAway,
    senderName: place(consent.sender),
    receiverName: place(consent.receiver),
    text: textOf(consent, words),
  };
}

function textOf({ texts }: Consent, { language }: Words): ConsentText {
  const inOneOf = [language.code, 'en', 'da'].map((code) => texts.find((text) => text.language === code));
  const text = inOneOf.find((each) => each !== undefined) ?? texts[0];
  if (!text) throw new Error('A consent came without words');
  return text;
}
