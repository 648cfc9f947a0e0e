import type { LetterTemplate } from '../letter-template.js';

/** First time something is shared with a guardian: how to log in, nothing else. */
export const firstShareDa: LetterTemplate = {
  kind: 'first_share',
  language: 'da',
  version: 1,
  label: 'Sådan logger du på portalen',
  notification: 'Der ligger et brev til dig i Digital Post.',
  title: 'Sådan logger du på portalen',
  paragraphs: [
    'Der ligger et dokument til dig i portalen hos {sender}. Det er første gang, der bliver delt noget med dig, og derfor får du dette brev.',
    'Du logger på med MitID på {portalUrl}. Når du er logget på, kan du læse dokumentet og se, hvem der har åbnet det.',
    'Du får ikke et nyt brev, næste gang der bliver delt noget med dig. Du finder det i portalen.',
    'Har du spørgsmål til indholdet, kan du tale med den medarbejder, der har delt det med dig. Har du brug for hjælp til at logge på, kan du kontakte support for MitID eller borgerservice hos {sender}.',
  ],
  actionLabel: 'Log på portalen',
  filename: 'Log på portalen.pdf',
};
