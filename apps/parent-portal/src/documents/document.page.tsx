import type { GuardianChild } from '#contracts/questions/guardians.js';
import type { ResultNumbers, SharedDocument } from '#contracts/questions/shared-documents.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { whenWords } from '../words/when.js';
import type { Words } from '../words/words.js';
import { inLanguage } from './in-language.js';
import { numberSentences } from './number-sentences.js';
import { sharedAbout } from './shared-about.js';

interface DocumentPageProps {
  frame: PageFrame;
  child: GuardianChild | null;
  document: SharedDocument;
  /** Greater than the document's own for an earlier version. */
  newestVersion: number;
}

/** One version of a document: what was written, what it means, and the numbers one step away. */
export function DocumentPage({ frame, child, document, newestVersion }: DocumentPageProps) {
  const words = frame.words.documents;
  const { documentId, childId, version, earlierVersions } = document;
  const explanation = document.explanation && inLanguage(document.explanation, frame.words);
  return (
    <Layout
      frame={frame}
      title={words.kinds[document.kind]}
      crumbs={[
        { path: '/portal', label: frame.words.children.title },
        { path: `/portal/children/${childId}`, label: sharedAbout(child, frame.words) },
      ]}
    >
      <p>{words.sharedOn(whenWords(document.sharedAt, frame.words))}</p>
      <Standing frame={frame} document={document} newestVersion={newestVersion} />
      <h2>{words.written}</h2>
      <p class="portal-text">{document.text}</p>
      {explanation && (
        <>
          <h2>{words.explanation}</h2>
          <p class="portal-text" lang={explanation.lang}>
            {explanation.text}
          </p>
        </>
      )}
      {document.numbers && (
        <details class="details portal-details">
          <summary class="details-summary">{words.numbers}</summary>
          <Numbers numbers={document.numbers} words={frame.words} />
        </details>
      )}
      <p class="portal-actions">
        <a class="button button-secondary" href={`/portal/documents/${documentId}/versions/${version}/pdf`}>
          {words.pdf}
        </a>
      </p>
      {earlierVersions.length > 0 && (
        <>
          <h2>{words.earlier}</h2>
          <ul>
            {earlierVersions.toReversed().map((earlier) => (
              <li key={earlier}>
                <a href={`/portal/documents/${documentId}/versions/${earlier}`}>{words.earlierOne(earlier)}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="portal-screen-only">{frame.words.frame.print}</p>
    </Layout>
  );
}

function Numbers({ numbers, words }: { numbers: ResultNumbers; words: Words }) {
  const { lead, items, sums } = numberSentences(numbers, words);
  return (
    <div class="details-text">
      <p>{lead}</p>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      {sums.map((sum) => (
        <p key={sum}>{sum}</p>
      ))}
    </div>
  );
}

/** Whether this is the text that holds, or one that was corrected since. */
function Standing({ frame, document, newestVersion }: Omit<DocumentPageProps, 'child'>) {
  const words = frame.words.documents;
  if (document.version < newestVersion) {
    return (
      <div class="portal-note">
        <p>
          <strong>{words.isEarlier}</strong>
        </p>
        <p>
          {words.isEarlierWhy} <a href={`/portal/documents/${document.documentId}`}>{words.toNewest}</a>
        </p>
      </div>
    );
  }
  if (!document.corrected) return null;
  return (
    <div class="portal-note">
      <p>
        <strong>{words.corrected}</strong>
      </p>
      <p>{words.correctedWhy}</p>
    </div>
  );
}
