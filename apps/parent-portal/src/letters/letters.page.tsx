import type { LetterSummary } from '#contracts/questions/letters.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { whenWords } from '../words/when.js';
import { LetterLanguage } from './letter-language.view.js';

interface LettersPageProps {
  frame: PageFrame;
  /** Newest first. */
  letters: readonly LetterSummary[];
  /** What a child is called on pages. */
  nameOf: (childId: string) => string;
  language: 'da' | 'en';
}

/** The letters sent to me, and whether they arrived. */
export function LettersPage({ frame, letters, nameOf, language }: LettersPageProps) {
  const words = frame.words.letters;
  return (
    <Layout frame={frame} title={words.title}>
      {letters.length === 0 ? (
        <div class="portal-note">
          <h2 class="h5">{words.none}</h2>
          <p>{words.noneWhy}</p>
        </div>
      ) : (
        <>
          <p class="font-lead">{words.lead}</p>
          <ul class="portal-list">
            {letters.map((letter) => (
              <Letter key={letter.letterId} frame={frame} letter={letter} nameOf={nameOf} />
            ))}
          </ul>
        </>
      )}
      <LetterLanguage frame={frame} chosen={language} />
    </Layout>
  );
}

function Letter({ frame, letter, nameOf }: Pick<LettersPageProps, 'frame' | 'nameOf'> & { letter: LetterSummary }) {
  const words = frame.words.letters;
  const { kind, state, channel, childId, requestedAt, submittedAt, deliveredAt, late } = letter;
  return (
    <li>
      <h2 class="h4">{words.kinds[kind]}</h2>
      <p class="portal-mark">{words.states[state]}</p>
      <p>
        {words.childMark}: {nameOf(childId)}
      </p>
      {channel && <p>{words.channels[channel]}</p>}
      <p>{words.ordered(whenWords(requestedAt, frame.words))}</p>
      {submittedAt && <p>{words.sent(whenWords(submittedAt, frame.words))}</p>}
      {deliveredAt && <p>{words.delivered(whenWords(deliveredAt, frame.words))}</p>}
      {late && <p>{words.late}</p>}
    </li>
  );
}
