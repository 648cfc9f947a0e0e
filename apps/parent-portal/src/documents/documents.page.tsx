import type { GuardianChild } from '#contracts/questions/guardians.js';
import type { SharedDocuments } from '#contracts/questions/shared-documents.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { sharedAbout } from './shared-about.js';
import { whenWords } from '../words/when.js';

interface DocumentsPageProps {
  frame: PageFrame;
  /** Null while consent does not know the child any more: custody has just ended. */
  child: GuardianChild | null;
  /** Newest first. */
  documents: SharedDocuments['documents'];
}

/** What is shared about one child. */
export function DocumentsPage({ frame, child, documents }: DocumentsPageProps) {
  const words = frame.words.documents;
  return (
    <Layout
      frame={frame}
      title={sharedAbout(child, frame.words)}
      crumbs={[{ path: '/portal', label: frame.words.children.title }]}
    >
      {documents.length === 0 ? (
        <div class="portal-note">
          <h2 class="h5">{words.none}</h2>
          <p>{words.noneWhy}</p>
        </div>
      ) : (
        <>
          <p class="font-lead">{words.lead}</p>
          <ul class="portal-list">
            {documents.map((document) => (
              <li key={document.documentId}>
                <h2 class="h4">
                  <a href={`/portal/documents/${document.documentId}`}>
                    {words.kinds[document.kind]}
                    <span class="sr-only">, {words.sharedOn(whenWords(document.sharedAt, frame.words))}</span>
                  </a>
                </h2>
                <p>{words.sharedOn(whenWords(document.sharedAt, frame.words))}</p>
                {document.corrected && <p class="portal-mark">{words.corrected}</p>}
              </li>
            ))}
          </ul>
          <p>{words.recorded}</p>
        </>
      )}
    </Layout>
  );
}
