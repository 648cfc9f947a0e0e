import type { LetterTemplate } from '../letter-template.js';

/** Somebody is asked for a consent: that there is a question, and where to answer it; not what about. */
export const consentRequestEn: LetterTemplate = {
  kind: 'consent_request',
  language: 'en',
  version: 1,
  label: 'There is a question for you in the portal',
  notification: 'There is a letter for you in Digital Post.',
  title: 'There is a question for you in the portal',
  paragraphs: [
    'You are being asked something in the portal of {sender}. It is for you to decide whether to answer yes or no.',
    'You log in with MitID at {portalUrl}. Once you are logged in, you can read what you are asked and why, and what happens if you answer no. If you say yes, you can always take it back.',
    'If you have questions about what it says, please talk to the member of staff who asked you. If you need help to log in, please contact support for MitID or the citizen service of {sender}.',
  ],
  actionLabel: 'Answer in the portal',
  filename: 'Answer in the portal.pdf',
};
