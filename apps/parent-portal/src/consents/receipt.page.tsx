import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { whenWords } from '../words/when.js';
import { ConsentAnswers } from './consent-answers.view.js';
import { ConsentFacts } from './consent-facts.view.js';
import { consentStanding } from './consent-standing.rules.js';
import type { ShownConsent } from './shown-consent.js';

interface ReceiptPageProps {
  frame: PageFrame;
  consent: ShownConsent;
}

/** The receipt of an answer, to keep or print: what was answered and when, and when it ended. It stays after a withdrawal. */
export function ReceiptPage({ frame, consent }: ReceiptPageProps) {
  const { words } = frame;
  const { consentId, text, completedAt, endedAt, asOf, answers } = consent;
  const own = words.receipt;
  return (
    <Layout
      frame={frame}
      title={own.title}
      crumbs={[
        { path: '/portal/consents', label: words.consents.title },
        { path: `/portal/consents/${consentId}`, label: text.title },
      ]}
    >
      <p class="font-lead">{own.lead}</p>
      <dl class="portal-terms">
        <dt>{own.question}</dt>
        <dd lang={text.language === words.language.code ? undefined : text.language}>{text.title}</dd>
        <dt>{words.consents.state}</dt>
        <dd>
          <strong>{words.consents.states[consentStanding(consent)].name}</strong>
        </dd>
        <dt>{own.given}</dt>
        <dd>{completedAt ? whenWords(completedAt, words) : own.notGiven}</dd>
        <dt>{own.ended}</dt>
        <dd>{endedAt ? whenWords(endedAt, words) : own.stillOpen}</dd>
      </dl>
      <h2>{words.consents.history}</h2>
      <ConsentAnswers words={words} answers={answers} />
      <h2>{own.shownText}</h2>
      <ConsentFacts words={words} consent={consent} />
      <dl class="portal-terms">
        <dt>{words.consents.gdprBasis}</dt>
        <dd lang="da">{consent.gdprBasis}</dd>
        <dt>{words.consents.confidentialityBasis}</dt>
        <dd lang="da">{consent.confidentialityBasis}</dd>
        <dt>{words.consents.textVersion}</dt>
        <dd>{words.consents.textVersionNo(consent.textVersion)}</dd>
        <dt>{own.number}</dt>
        <dd>{consentId}</dd>
      </dl>
      <p>{own.checked(whenWords(asOf, words))}</p>
      {consent.mayAnswer.includes('withdrawn') && (
        <p class="portal-actions">
          <a class="button button-secondary" href={`/portal/consents/${consentId}/withdraw`}>
            {words.consents.toWithdraw}
          </a>
        </p>
      )}
    </Layout>
  );
}
