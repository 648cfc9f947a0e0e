export type LetterKind = 'first_share' | 'consent_request';
export type LetterLanguage = 'da' | 'en';

/**
 * The words of one letter kind in one language. Data: a municipality's own wording is another value of this shape.
 * `{sender}` (the municipality's name) and `{portalUrl}` are the only placeholders.
 */
export interface LetterTemplate {
  readonly kind: LetterKind;
  readonly language: LetterLanguage;
  /** Rises with every change of wording; kept with each letter that was made from it. */
  readonly version: number;
  /** Subject in the mailbox list. */
  readonly label: string;
  /** Text of the notice outside the mailbox (SMS, e-mail). */
  readonly notification: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly actionLabel: string;
  readonly filename: string;
}
