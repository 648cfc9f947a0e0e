import { FaultSummary, type Fault } from '../layout/fault-summary.view.js';
import { FormField } from '../layout/form-field.view.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import type { InformationForm } from './information-form.rules.js';

interface InformationPageProps {
  frame: PageFrame;
  /** What stands in the form. */
  draft: InformationForm;
  faults: readonly Fault[];
}

/** A parent without custody asks for information about a child (R11). */
export function InformationPage({ frame, draft, faults }: InformationPageProps) {
  const words = frame.words.information;
  return (
    <Layout frame={frame} title={words.title} faulty={faults.length > 0}>
      <FaultSummary words={frame.words} faults={faults} />
      <p class="font-lead">{words.lead}</p>
      <p>{words.right}</p>
      <form method="post" action="/portal/information" autocomplete="off">
        <input type="hidden" name="csrf" value={frame.user?.csrf} />
        <input type="hidden" name="key" value={draft.key} />
        <FormField words={frame.words} name="childNumber" label={words.number} hint={words.numberHint} faults={faults}>
          {(tied) => (
            <input
              class="form-input"
              type="text"
              inputMode="numeric"
              maxLength={20}
              value={draft.childNumber}
              {...tied}
            />
          )}
        </FormField>
        <FormField words={frame.words} name="question" label={words.question} hint={words.questionHint} faults={faults}>
          {(tied) => (
            <textarea class="form-input" rows={8} {...tied}>
              {draft.question}
            </textarea>
          )}
        </FormField>
        <button class="button button-primary" type="submit">
          {words.send}
        </button>
      </form>
    </Layout>
  );
}
