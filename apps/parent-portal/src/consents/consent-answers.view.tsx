import type { Consent } from '#contracts/questions/consents.js';
import type { Words } from '../words/words.js';
import { whenWords } from '../words/when.js';

interface ConsentAnswersProps {
  words: Words;
  answers: Consent['answers'];
}

/** Who answered what and when, oldest first. Others are told apart by nothing but time. */
export function ConsentAnswers({ words, answers }: ConsentAnswersProps) {
  const own = words.consents;
  if (answers.length === 0) return <p>{own.noAnswers}</p>;
  const by = ({ own: mine, by: who }: Consent['answers'][number]): string => {
    if (mine) return own.byMe;
    return who === 'young_person' ? own.byYoung : own.byGuardian;
  };
  return (
    <ul class="portal-answers">
      {answers.map((answer) => (
        <li key={`${answer.at}${answer.decision}`}>
          <strong>{by(answer)}</strong>: {own.answers[answer.decision]}, {whenWords(answer.at, words)}
        </li>
      ))}
    </ul>
  );
}
