import type { LetterTemplate } from '../letter-template.js';

/** First time something is shared with a guardian: how to log in, nothing else. */
export const firstShareEn: LetterTemplate = {
  kind: 'first_share',
  language: 'en',
  version: 1,
  label: 'How to log in to the portal',
  notification: 'There is a letter for you in Digital Post.',
  title: 'How to log in to the portal',
  paragraphs: [
    'There is a document for you in the portal of {sender}. This is the first time that anything has been shared with you, and that is why you get this letter.',
    'You log in with MitID at {portalUrl}. Once you are logged in, you can read the document and see who has opened it.',
    'You will not get another letter the next time something is shared with you. You will find it in the portal.',
    'If you have questions about what it says, please talk to the member of staff who shared it with you. If you need help to log in, please contact support for MitID or the citizen service of {sender}.',
  ],
  actionLabel: 'Log in to the portal',
  filename: 'Log in to the portal.pdf',
};
