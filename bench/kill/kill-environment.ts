/** Keys for every service of a hub in the campaign: what waits for minutes in daily life waits for a moment here. */
export const killEnvironment: Record<string, string> = {
  DIGITAL_POST_TIMEOUT_MS: '1000',
  QUESTION_PAUSES: 'PT0.5S,PT1S,PT1S,PT2S',
  RETRY_PAUSES: Array.from({ length: 20 }, () => 'PT0.5S').join(),
  NOT_KNOWN_SETTLES: 'PT1S',
  POSTPONE_PAUSES: 'PT0.5S,PT1S',
  YOUNG_PEOPLE_POLL_MS: '250',
  // A consumer that comes back waits until its former self has lost its place in the group.
  KAFKA_SESSION_TIMEOUT_MS: '2000',
  TOPIC_LOOK_MS: '1000',
};
