import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { Outbox } from '#messaging/outbox/outbox.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import type { RequestedLetter } from './letter.js';
import { letterCancelled, letterRequested } from './letter-events.js';
import type { LetterReason } from './letter-reason.js';
import { LetterReasonStore } from './letter-reason.store.js';
import { cancel } from './letter.rules.js';
import { LetterStore } from './letter.store.js';

const CODE = 'NOT_GUARDIAN';

/**
 * The child for whose sake a letter was ordered is no longer in the guardian's custody, but another is: the same letter, with the same ids,
 * goes out for that one. The first child hears that it was cancelled, the other that it was ordered; neither hears of the other.
 */
@Injectable()
export class MoveLetter {
  constructor(
    private readonly letters: LetterStore,
    private readonly reasons: LetterReasonStore,
    private readonly outbox: Outbox,
  ) {}

  async to(tx: Tx, letter: RequestedLetter, reason: LetterReason, now: Temporal.Instant): Promise<void> {
    const moved: RequestedLetter = { ...letter, ...reason, version: letter.version + 1 };
    await this.reasons.move(tx, letter, moved, CODE, now);
    await this.letters.note(tx, moved, now, 'moved', CODE);
    await this.outbox.append(tx, [letterCancelled(cancel(letter, CODE), now), letterRequested(moved, now)]);
    tx.afterCommit(() => log.info('A letter goes out for another child', { letterId: letter.letterId, code: CODE }));
  }
}
