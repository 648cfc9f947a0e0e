import type { Words } from '../words/words.js';
import { dayWords, whenWords } from '../words/when.js';
import type { ShownConsent } from './shown-consent.js';

interface ConsentFactsProps {
  words: Words;
  consent: ShownConsent;
}

/** What a consent is about: what, to whom, from whom, why, until when, and what happens otherwise. */
export function ConsentFacts({ words, consent }: ConsentFactsProps) {
  const { text, documentKinds, receiverName, senderName, childName, validUntil, requestedAt } = consent;
  const own = words.consents;
  const lang = text.language === words.language.code ? undefined : text.language;
  return (
    <dl class="portal-terms">
      <dt>{own.about}</dt>
      <dd>{childName}</dd>
      <dt>{own.what}</dt>
      <dd>
        <p lang={lang}>{text.what}</p>
        <ul>
          {documentKinds.map((kind) => (
            <li key={kind}>{words.things[kind]}</li>
          ))}
        </ul>
      </dd>
      <dt>{own.to}</dt>
      <dd>{receiverName}</dd>
      <dt>{own.from}</dt>
      <dd>{senderName}</dd>
      <dt>{own.why}</dt>
      <dd lang={lang}>{text.why}</dd>
      <dt>{own.until}</dt>
      <dd>{own.untilDay(dayWords(validUntil, words))}</dd>
      <dt>{own.asked}</dt>
      <dd>{whenWords(requestedAt, words)}</dd>
      <dt>{own.ifNo}</dt>
      <dd lang={lang}>{text.ifNo}</dd>
      <dt>{own.withdrawing}</dt>
      <dd lang={lang}>{text.withdrawing}</dd>
    </dl>
  );
}
