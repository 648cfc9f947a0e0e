/** What may be told of one thing, by the state that the events before have left it in; event names are without their version. */
export interface EventCourse {
  /** The field that names the thing. */
  readonly id: string;
  readonly states: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The state of what nothing was told of. */
export const UNTOLD = 'untold';

const consent: EventCourse = {
  id: 'consentId',
  states: {
    [UNTOLD]: { 'consent.requested': 'asked' },
    // Somebody else may be asked at any time: a new guardian, or the young person.
    asked: { 'consent.requested': 'asked', 'consent.declined': 'asked', 'consent.granted': 'granted' },
    // Completed again when custody has changed; withdrawn only where somebody has granted.
    granted: {
      'consent.requested': 'granted',
      'consent.granted': 'granted',
      'consent.declined': 'granted',
      'consent.completed': 'granted',
      'consent.withdrawn': 'ended',
    },
    ended: {},
  },
};

/** A reply may come before the receipt, or before the answer to the send. */
const reply = (state: string) => ({ 'letter.reply.received': state });

const letter: EventCourse = {
  id: 'letterId',
  states: {
    [UNTOLD]: { 'letter.requested': 'requested' },
    requested: {
      'letter.unknown': 'unknown',
      'letter.submitted': 'submitted',
      'letter.failed': 'failed',
      'letter.cancelled': 'cancelled',
      ...reply('requested'),
    },
    // Sent again, its answer may be lost again, or it ends while it waits for that.
    unknown: {
      'letter.unknown': 'unknown',
      'letter.submitted': 'submitted',
      'letter.failed': 'failed',
      'letter.cancelled': 'cancelled',
      ...reply('unknown'),
    },
    submitted: {
      'letter.delivered': 'delivered',
      'letter.failed': 'failed',
      'letter.cancelled': 'cancelled',
      ...reply('submitted'),
    },
    // Paper may come back.
    delivered: { 'letter.failed': 'returned', ...reply('delivered') },
    // The mailbox's word counts, also after a refusal.
    failed: { 'letter.delivered': 'delivered', ...reply('failed') },
    returned: reply('returned'),
    // Cancelled for one child because it goes out for another, it may come back.
    cancelled: { 'letter.requested': 'requested', ...reply('cancelled') },
  },
};

const informationRequest: EventCourse = {
  id: 'informationRequestId',
  states: {
    [UNTOLD]: { 'information.requested': 'asked' },
    asked: { 'information.request.answered': 'answered' },
    answered: {},
  },
};

/** What the services' own rules allow: `may-answer.rules` of consent, `letter.rules` and `receipt.rules` of notifications. */
export const eventCourses: readonly EventCourse[] = [consent, letter, informationRequest];
