import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { dayWords } from '../words/when.js';
import { consentStanding, waitsForMe } from './consent-standing.rules.js';
import type { ShownConsent } from './shown-consent.js';

interface ConsentsPageProps {
  frame: PageFrame;
  /** Newest first. */
  consents: readonly ShownConsent[];
}

/** What I am asked, and what became of what I was asked before. */
export function ConsentsPage({ frame, consents }: ConsentsPageProps) {
  const words = frame.words.consents;
  const open = consents.filter(waitsForMe);
  const rest = consents.filter((consent) => !waitsForMe(consent));
  return (
    <Layout frame={frame} title={words.title}>
      <p class="font-lead">{words.lead}</p>
      {consents.length === 0 ? (
        <div class="portal-note">
          <h2 class="h5">{words.none}</h2>
          <p>{words.noneWhy}</p>
        </div>
      ) : (
        <>
          {open.length > 0 ? <h2>{words.openTitle(open.length)}</h2> : <p>{words.noneOpen}</p>}
          {open.length > 0 && <ConsentList frame={frame} consents={open} />}
          {rest.length > 0 && <h2>{words.doneTitle}</h2>}
          {rest.length > 0 && <ConsentList frame={frame} consents={rest} />}
        </>
      )}
    </Layout>
  );
}

function ConsentList({ frame, consents }: ConsentsPageProps) {
  const words = frame.words.consents;
  return (
    <ul class="portal-list">
      {consents.map((consent) => {
        const { consentId, text, childName, receiverName, validUntil, answers } = consent;
        const ofThis = `: ${text.title} ${childName}, ${receiverName}`;
        return (
          <li key={consentId}>
            <h3 class="h4" lang={text.language === frame.words.language.code ? undefined : text.language}>
              {text.title}
            </h3>
            <p class="portal-mark">{words.states[consentStanding(consent)].name}</p>
            <p>
              {words.about}: {childName}
            </p>
            <p>
              {words.to} {receiverName}
            </p>
            <p>{words.untilDay(dayWords(validUntil, frame.words))}</p>
            <ul class="portal-links">
              <li>
                <a href={`/portal/consents/${consentId}`}>
                  {waitsForMe(consent) ? words.answer : words.see}
                  <span class="sr-only">{ofThis}</span>
                </a>
              </li>
              {answers.some(({ own }) => own) && (
                <li>
                  <a href={`/portal/consents/${consentId}/receipt`}>
                    {words.toReceipt}
                    <span class="sr-only">{ofThis}</span>
                  </a>
                </li>
              )}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}
