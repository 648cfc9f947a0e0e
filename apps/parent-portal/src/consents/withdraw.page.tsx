import type { WithdrawalPreview } from '#contracts/questions/consents.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import type { ShownConsent } from './shown-consent.js';
import { previewRows } from './preview-rows.rules.js';

interface WithdrawPageProps {
  frame: PageFrame;
  consent: ShownConsent;
  preview: WithdrawalPreview;
  /** What a place is called to parents. */
  placeName: (organisation: NonNullable<ShownConsent['receiver']>) => string;
  formKey: string;
  loginFirst: boolean;
}

/** Before a withdrawal: exactly what would be refused to whom afterwards. */
export function WithdrawPage({ frame, consent, preview, placeName, formKey, loginFirst }: WithdrawPageProps) {
  const words = frame.words.withdraw;
  const { consentId, text } = consent;
  const isOpen = consent.mayAnswer.includes('withdrawn');
  return (
    <Layout
      frame={frame}
      title={isOpen ? words.title : words.notOpen}
      crumbs={[
        { path: '/portal/consents', label: frame.words.consents.title },
        { path: `/portal/consents/${consentId}`, label: text.title },
      ]}
    >
      {isOpen ? (
        <>
          <p class="font-lead">{words.lead}</p>
          <h2>{words.previewTitle}</h2>
          <Preview frame={frame} preview={preview} placeName={placeName} />
          <p>{words.read}</p>
          <form method="post" action={`/portal/consents/${consentId}/withdraw`}>
            {loginFirst && <p>{words.loginFirst}</p>}
            <input type="hidden" name="csrf" value={frame.user?.csrf} />
            <input type="hidden" name="key" value={formKey} />
            <input type="hidden" name="textVersion" value={consent.textVersion} />
            <input type="hidden" name="language" value={text.language} />
            <p class="portal-actions">
              <button class="button button-primary" type="submit">
                {words.confirm}
              </button>
              <a class="button button-secondary" href={`/portal/consents/${consentId}`}>
                {words.cancel}
              </a>
            </p>
          </form>
        </>
      ) : (
        <p class="font-lead">{words.notOpenWhy}</p>
      )}
    </Layout>
  );
}

function Preview({ frame, preview, placeName }: Pick<WithdrawPageProps, 'frame' | 'preview' | 'placeName'>) {
  const words = frame.words.withdraw;
  const rows = previewRows(preview, frame.words, placeName);
  if (rows.length === 0) return <p>{words.nothing}</p>;
  return (
    <>
      <p>{words.previewLead}</p>
      <ul class="portal-list">
        {rows.map(({ place, roles, things, answer }) => (
          <li key={`${place}${things.join()}${answer}`}>
            <dl class="portal-terms">
              <dt>{words.cannot}</dt>
              {things.map((thing) => (
                <dd key={thing}>{thing}</dd>
              ))}
              <dt>{words.place}</dt>
              <dd>{place}</dd>
              <dt>{words.who}</dt>
              <dd>{roles.join(', ')}</dd>
              <dt>{words.answer}</dt>
              <dd>{answer}</dd>
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}
