import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { OutgoingEvent } from '#messaging/events/outgoing-event.js';
import { log } from '#observability/log.js';
import { counter } from '#observability/metrics.js';
import type { Tx } from '#persistence/tx.js';
import type { Letter } from './letter.js';
import { letterCancelled, letterDelivered, letterFailed, letterSubmitted, letterUnknown } from './letter-events.js';
import { LetterStore, type LetterStep } from './letter.store.js';

const reached = counter('hub.letters.reached');
const failed = counter('hub.letters.failed');

const STEP_OF_STATE: Record<Exclude<Letter['state'], 'requested'>, LetterStep> = {
  submitting: 'try_recorded',
  unknown: 'answer_lost',
  submitted: 'submitted',
  delivered: 'delivered',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** Writes a letter's new state with its history and what others must hear of it, in one transaction. */
@Injectable()
export class PublishLetterState {
  constructor(
    private readonly letters: LetterStore,
    private readonly outbox: Outbox,
  ) {}

  /** For a change into a state that others hear of. */
  async change(tx: Tx, before: Letter, after: Letter, now: Temporal.Instant): Promise<void> {
    if (after.state === 'requested') throw new Error('A letter that waits again has a reason: say which step it was');
    const code = after.state === 'failed' || after.state === 'cancelled' ? after.code : null;
    await this.letters.change(tx, before, after, now, STEP_OF_STATE[after.state], code);
    await this.outbox.append(tx, await this.eventsOf(tx, after, now));
    tx.afterCommit(() => this.count(after, code));
  }

  private async eventsOf(tx: Tx, letter: Letter, now: Temporal.Instant): Promise<OutgoingEvent[]> {
    switch (letter.state) {
      case 'submitted':
        return [letterSubmitted(letter, await this.letters.failedTries(tx, letter.letterId))];
      case 'delivered':
        return [letterDelivered(letter, now)];
      case 'failed':
        return [letterFailed(letter, now)];
      case 'unknown':
        return [letterUnknown(letter, now)];
      case 'cancelled':
        return [letterCancelled(letter, now)];
      case 'requested':
      case 'submitting':
        return [];
    }
  }

  private count(letter: Letter, code: string | null): void {
    reached.add(1, { state: letter.state, channel: letter.tried?.channel ?? 'none' });
    if (letter.state !== 'failed') return;
    failed.add(1, { code: code ?? 'INTERNAL' });
    log.error('A letter will not be delivered', {
      letterId: letter.letterId,
      municipality: letter.municipality,
      code,
      attempts: letter.tries,
    });
  }
}
