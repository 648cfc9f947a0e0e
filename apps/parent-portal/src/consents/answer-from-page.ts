import { Injectable } from '@nestjs/common';
import type { ConsentDecision } from '#contracts/questions/consents.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Guardian } from '../login/current-guardian.js';
import { hiddenAsUnknown } from '../login/hidden-as-unknown.js';
import { formKey } from '../pages/form-key.js';
import type { PortalUser } from '../session/portal-user.js';
import type { WithdrawForm } from './answer-form.js';
import { ConsentsClient } from './consents.client.js';
import type { ShownConsent } from './shown-consent.js';

/** `text_changed`: other words were shown than hold now; `too_late`: it can no longer be answered so. Nothing was done in either case. */
export type AnswerOutcome = 'done' | 'text_changed' | 'too_late';

/** Gives an answer from a page's form. Sent twice, it is done once: the form's key says that it is the same. */
@Injectable()
export class AnswerFromPage {
  constructor(private readonly consents: ConsentsClient) {}

  async give(
    user: PortalUser,
    { guardianId }: Guardian,
    { consentId, textVersion, texts }: Pick<ShownConsent, 'consentId' | 'textVersion' | 'texts'>,
    decision: ConsentDecision,
    form: WithdrawForm,
  ): Promise<AnswerOutcome> {
    const isShown = texts.some(({ language }) => language === form.language);
    if (form.textVersion !== textVersion || !isShown) return 'text_changed';
    const { language } = form;
    const answer = { guardianId, decision, textVersion, language, login: user.evidence };
    try {
      await hiddenAsUnknown(() => this.consents.answer(consentId, answer, formKey(user, form.key)));
      return 'done';
    } catch (error) {
      if (error instanceof RefusalError && TOO_LATE.has(error.code)) return 'too_late';
      throw error;
    }
  }
}

/** A key that was used with another answer: the person answered, went back, and answered otherwise on the same page. */
const TOO_LATE = new Set(['STATE_CONFLICT', 'IDEMPOTENCY_KEY_REUSED']);
