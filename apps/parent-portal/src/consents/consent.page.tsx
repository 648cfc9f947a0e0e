import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ConsentAnswers } from './consent-answers.view.js';
import { ConsentFacts } from './consent-facts.view.js';
import { consentStanding, waitsForMe } from './consent-standing.rules.js';
import type { ShownConsent } from './shown-consent.js';

interface ConsentPageProps {
  frame: PageFrame;
  consent: ShownConsent;
  /** Makes the form's answer one answer, however often it is sent. */
  formKey: string;
  /** The login is too old to answer on: the person is told before, not after. */
  loginFirst: boolean;
  /** Why the page is shown again instead of the answer being taken. */
  notTaken?: 'text_changed' | 'too_late' | undefined;
}

/** One consent: everything a person needs to know before answering, on one page, with the answer below. */
export function ConsentPage({ frame, consent, formKey, loginFirst, notTaken }: ConsentPageProps) {
  const words = frame.words.consents;
  const { consentId, text, missingAnswers, placesWithheld, mayAnswer, answers } = consent;
  const standing = words.states[consentStanding(consent)];
  return (
    <Layout
      frame={frame}
      title={text.title}
      titleLang={text.language}
      faulty={notTaken !== undefined}
      crumbs={[{ path: '/portal/consents', label: words.title }]}
    >
      {notTaken && <NotTaken frame={frame} why={notTaken} />}
      <div class="portal-note">
        <p>
          {words.state}: <strong>{standing.name}</strong>
        </p>
        <p>{standing.what}</p>
      </div>
      <ConsentFacts words={frame.words} consent={consent} />
      {placesWithheld && <p>{words.placesWithheldWhy}</p>}
      <h2>{words.history}</h2>
      <ConsentAnswers words={frame.words} answers={answers} />
      {consent.endedAt === null && <p>{missingAnswers === 0 ? words.noneMissing : words.missing(missingAnswers)}</p>}
      <Legal frame={frame} consent={consent} />
      {waitsForMe(consent) && <AnswerForm frame={frame} consent={consent} formKey={formKey} loginFirst={loginFirst} />}
      <p class="portal-actions">
        {answers.some(({ own }) => own) && (
          <a class="button button-secondary" href={`/portal/consents/${consentId}/receipt`}>
            {words.toReceipt}
          </a>
        )}
        {mayAnswer.includes('withdrawn') && (
          <a class="button button-secondary" href={`/portal/consents/${consentId}/withdraw`}>
            {words.toWithdraw}
          </a>
        )}
      </p>
    </Layout>
  );
}

function NotTaken({ frame: { words }, why }: { frame: PageFrame; why: 'text_changed' | 'too_late' }) {
  const changed = why === 'text_changed';
  return (
    <div class="portal-note portal-fault" role="alert" tabIndex={-1} autofocus>
      <h2 class="h5">{changed ? words.consents.textChanged : words.consents.alreadyAnswered}</h2>
      <p>{changed ? words.consents.textChangedWhy : words.consents.alreadyAnsweredWhy}</p>
    </div>
  );
}

function Legal({ frame: { words }, consent }: Pick<ConsentPageProps, 'frame' | 'consent'>) {
  const own = words.consents;
  return (
    <details class="details portal-details">
      <summary class="details-summary">{own.legal}</summary>
      <dl class="details-text portal-terms">
        <dt>{own.gdprBasis}</dt>
        <dd lang="da">{consent.gdprBasis}</dd>
        <dt>{own.confidentialityBasis}</dt>
        <dd lang="da">{consent.confidentialityBasis}</dd>
        <dt>{own.textVersion}</dt>
        <dd>{own.textVersionNo(consent.textVersion)}</dd>
      </dl>
    </details>
  );
}

/** Yes and no look alike: neither is recommended. */
function AnswerForm({ frame, consent, formKey, loginFirst }: Omit<ConsentPageProps, 'notTaken'>) {
  const words = frame.words.consents;
  return (
    <form method="post" action={`/portal/consents/${consent.consentId}`} aria-labelledby="your-answer">
      <h2 id="your-answer">{words.yourAnswer}</h2>
      <p>{words.answerLead}</p>
      {loginFirst && <p>{words.loginFirst}</p>}
      <input type="hidden" name="csrf" value={frame.user?.csrf} />
      <input type="hidden" name="key" value={formKey} />
      <input type="hidden" name="textVersion" value={consent.textVersion} />
      <input type="hidden" name="language" value={consent.text.language} />
      <p class="portal-actions">
        <button class="button button-secondary" type="submit" name="decision" value="granted">
          {words.grant}
        </button>
        {consent.mayAnswer.includes('declined') && (
          <button class="button button-secondary" type="submit" name="decision" value="declined">
            {words.decline}
          </button>
        )}
      </p>
    </form>
  );
}
