import { FormField } from '../layout/form-field.view.js';
import type { PageFrame } from '../layout/page-frame.js';

interface LetterLanguageProps {
  frame: PageFrame;
  /** As chosen before. */
  chosen: 'da' | 'en';
}

/** In which language letters are written: a choice of its own, for the pages may be read in another one. */
export function LetterLanguage({ frame, chosen }: LetterLanguageProps) {
  const words = frame.words.letters;
  return (
    <form class="portal-choice" method="post" action="/portal/letters/language">
      <input type="hidden" name="csrf" value={frame.user?.csrf} />
      <h2>{words.languageTitle}</h2>
      <FormField words={frame.words} name="language" label={words.languageLabel} hint={words.languageLead} faults={[]}>
        {(tied) => (
          <select class="form-select" {...tied}>
            {(['da', 'en'] as const).map((language) => (
              <option key={language} value={language} selected={language === chosen}>
                {words.languages[language]}
              </option>
            ))}
          </select>
        )}
      </FormField>
      <button class="button button-secondary" type="submit">
        {words.languageSave}
      </button>
    </form>
  );
}
