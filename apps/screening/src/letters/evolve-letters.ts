import type { ChildFact } from '../record/child-fact.js';
import type { Letter } from './letter.js';

const unheard = (letterId: string): Letter => ({
  letterId,
  guardianId: null,
  kind: null,
  state: 'requested',
  channel: null,
  tries: 0,
  failedTries: [],
  code: null,
  requestedAt: null,
  submittedAt: null,
  deliveredAt: null,
  late: false,
  replies: [],
});

const rank = { requested: 0, submitted: 1, unknown: 1, cancelled: 2, failed: 2, delivered: 3 } as const;

/** A later step is never undone by an earlier one that is heard of late. */
function moved(letter: Letter, state: Letter['state'], change: Partial<Letter>): Letter {
  return { ...letter, ...change, state: rank[state] >= rank[letter.state] ? state : letter.state };
}

function changed(letter: Letter, fact: ChildFact): Letter {
  switch (fact.type) {
    case 'letter.requested':
      return moved(letter, 'requested', {
        guardianId: fact.data.guardianId,
        kind: fact.data.kind,
        requestedAt: fact.occurredAt,
      });
    case 'letter.submitted': {
      const { channel, tries, failedTries } = fact.data;
      return moved(letter, 'submitted', { channel, tries, failedTries, submittedAt: fact.occurredAt });
    }
    case 'letter.delivered': {
      const { channel, deliveredAt, late } = fact.data;
      return moved(letter, 'delivered', { channel, deliveredAt, late, code: null });
    }
    case 'letter.failed':
      return moved(letter, 'failed', { code: fact.data.code, tries: fact.data.tries });
    case 'letter.unknown':
      return moved(letter, 'unknown', { tries: fact.data.tries });
    case 'letter.cancelled':
      return moved(letter, 'cancelled', { code: fact.data.code });
    case 'letter.reply.received': {
      const { replyId, guardianId } = fact.data;
      return { ...letter, replies: [...letter.replies, { replyId, guardianId, at: fact.occurredAt }] };
    }
    default:
      return letter;
  }
}

/** How a fact about a letter changes the letters of the record; steps may come in any order. */
export function evolveLetters(letters: Letter[], fact: ChildFact): Letter[] {
  if (!('letterId' in fact.data)) return letters;
  const { letterId } = fact.data;
  const known = letters.some((letter) => letter.letterId === letterId);
  const all = known ? letters : [...letters, unheard(letterId)];
  return all.map((letter) => (letter.letterId === letterId ? changed(letter, fact) : letter));
}
