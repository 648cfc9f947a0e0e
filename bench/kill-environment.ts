/** Keys for every service of a hub in the campaign: what waits for minutes in daily life waits for a moment here. */
export const killEnvironment: Record<string, string> = {
  DIGITAL_POST_TIMEOUT_MS: '1000',
  QUESTION_PAUSES: 'PT0.5S,PT1S,PT1S,PT2S',
  RETRY_PAUSES: Array.from({ length: 20 }, () => 'PT0.5S').join(),
  NOT_KNOWN_SETTLES: 'PT1S',
  POSTPONE_PAUSES: 'PT0.5S,PT1S',
};
