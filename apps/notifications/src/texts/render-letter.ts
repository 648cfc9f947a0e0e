import { RefusalError } from '#contracts/refusal-error.js';
import type { LetterTemplate } from './letter-template.js';
import { neutralityFindings, type NeutralityFinding } from './neutrality.rules.js';

/** A letter in words, ready to be set as a PDF and put into a message. */
export interface RenderedLetter {
  readonly templateCode: string;
  readonly language: 'da' | 'en';
  readonly label: string;
  readonly notification: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly action: { readonly label: string; readonly url: string };
  readonly filename: string;
}

export interface LetterValues {
  /** The municipality's name as the sender. */
  readonly sender: string;
  readonly portalUrl: string;
}

/**
 * Fills in a template and scans the outcome. `recipientName` never goes into the letter; it is here so that the scanner can prove it.
 * Throws `LETTER_NOT_NEUTRAL` naming the part and the kind of finding.
 */
export function renderLetter(template: LetterTemplate, values: LetterValues, recipientName = ''): RenderedLetter {
  const letter: RenderedLetter = {
    templateCode: `${template.kind}.v${template.version}`,
    language: template.language,
    label: fill(template.label, values),
    notification: fill(template.notification, values),
    title: fill(template.title, values),
    paragraphs: template.paragraphs.map((paragraph) => fill(paragraph, values)),
    action: { label: fill(template.actionLabel, values), url: values.portalUrl },
    filename: fill(template.filename, values),
  };
  const [finding] = lettersFindings(letter, values, recipientName);
  if (finding)
    throw new RefusalError('LETTER_NOT_NEUTRAL', {
      place: `${template.kind}.${template.language}/${finding.part}: ${finding.found}`,
    });
  return letter;
}

function lettersFindings(letter: RenderedLetter, values: LetterValues, recipientName: string): NeutralityFinding[] {
  const words = neutralityFindings(
    {
      label: letter.label,
      notification: letter.notification,
      title: letter.title,
      ...Object.fromEntries(letter.paragraphs.map((paragraph, index) => [`paragraph ${index + 1}`, paragraph])),
      actionLabel: letter.action.label,
      filename: letter.filename,
    },
    { allowed: [values.portalUrl, values.sender], forbidden: [recipientName] },
  );
  return [...words, ...valuesFindings(values)];
}

/** The municipality's own name may be capitalised, but neither it nor the address may tell what the letter is about. */
function valuesFindings(values: LetterValues): NeutralityFinding[] {
  const findings = neutralityFindings(
    { sender: values.sender, portalUrl: decodeURI(values.portalUrl) },
    { allowed: [], forbidden: [] },
  );
  return findings.filter(
    ({ part, found }) =>
      found === 'health_word' || found === 'cpr' || (part === 'sender' && found === 'hidden_character'),
  );
}

function fill(text: string, values: LetterValues): string {
  return text.replace(/\{([^{}]*)\}/g, (_whole, name: string) => {
    if (name === 'sender') return values.sender;
    if (name === 'portalUrl') return values.portalUrl;
    throw new RefusalError('LETTER_NOT_NEUTRAL', { place: `placeholder ${name}` });
  });
}
