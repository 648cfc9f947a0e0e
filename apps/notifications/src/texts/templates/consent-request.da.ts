import type { LetterTemplate } from '../letter-template.js';

/** Somebody is asked for a consent: that there is a question, and where to answer it; not what about. */
export const consentRequestDa: LetterTemplate = {
  kind: 'consent_request',
  language: 'da',
  version: 1,
  label: 'Der ligger et spørgsmål til dig på portalen',
  notification: 'Der ligger et brev til dig i Digital Post.',
  title: 'Der ligger et spørgsmål til dig på portalen',
  paragraphs: [
    'Du bliver spurgt om noget i portalen hos {sender}. Du bestemmer selv, om du vil svare ja eller nej.',
    'Du logger på med MitID på {portalUrl}. Når du er logget på, kan du læse, hvad du bliver spurgt om og hvorfor, og hvad der sker, hvis du svarer nej. Siger du ja, kan du altid trække det tilbage.',
    'Har du spørgsmål til indholdet, kan du tale med den medarbejder, der har spurgt dig. Har du brug for hjælp til at logge på, kan du kontakte support for MitID eller borgerservice hos {sender}.',
  ],
  actionLabel: 'Svar på portalen',
  filename: 'Svar på portalen.pdf',
};
