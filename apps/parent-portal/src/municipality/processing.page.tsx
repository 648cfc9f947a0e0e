import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { dayWords } from '../words/when.js';
import { Told } from './contact-list.view.js';
import type { MunicipalityTexts } from './municipality-texts.schema.js';

interface ProcessingPageProps {
  frame: PageFrame;
  processing: MunicipalityTexts['processing'];
}

/** How the municipality uses personal data, in its own words. */
export function ProcessingPage({ frame, processing }: ProcessingPageProps) {
  const words = frame.words.processing;
  return (
    <Layout frame={frame} title={words.title}>
      {processing === null ? (
        <p class="font-lead">{words.noneHere}</p>
      ) : (
        <>
          <p>{words.updated(dayWords(processing.updated, frame.words))}</p>
          {processing.sections.map(({ heading, paragraphs }) => (
            <section key={heading['da']}>
              <h2>
                <Told words={frame.words} texts={heading} />
              </h2>
              {paragraphs.map((texts) => (
                <p key={texts['da']}>
                  <Told words={frame.words} texts={texts} />
                </p>
              ))}
            </section>
          ))}
        </>
      )}
    </Layout>
  );
}
