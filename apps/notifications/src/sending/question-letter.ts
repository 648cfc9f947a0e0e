import { Inject, Injectable } from '@nestjs/common';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import { counter } from '#observability/metrics.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { LetterChannel, type KnownReceipts } from '../channel/letter-channel.js';
import type { SubmittedLetter, SubmittingLetter, UnknownLetter } from '../letters/letter.js';
import { LETTER_PAUSES } from '../letters/letter-pauses.js';
import { askLater, loseAnswer, sendAgain, waitForReceipt, type LetterPauses } from '../letters/letter.rules.js';
import { whenNotKnown } from '../letters/not-known.rules.js';
import { LetterStore } from '../letters/letter.store.js';
import { PublishLetterState } from '../letters/publish-letter-state.js';
import { ApplyReceipt } from '../receipts/apply-receipt.js';
import { oldestFirst } from '../receipts/oldest-first.js';

const inDoubt = counter('hub.letters.in_doubt');

/** Asks the channel about a message: after a lost answer, and when no receipt has come by itself. */
@Injectable()
export class QuestionLetter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: LetterStore,
    private readonly publish: PublishLetterState,
    private readonly channel: LetterChannel,
    private readonly applyReceipt: ApplyReceipt,
    private readonly clock: Clock,
    @Inject(LETTER_PAUSES) private readonly pauses: LetterPauses,
  ) {}

  /** The process that tried has died: whether the letter went out, only the channel can say. */
  async orphaned(letter: SubmittingLetter): Promise<void> {
    const now = this.clock.now();
    await this.unitOfWork.run((tx) => this.publish.change(tx, letter, loseAnswer(letter, now, this.pauses), now));
  }

  async ask(letter: UnknownLetter | SubmittedLetter): Promise<void> {
    const known = await this.known(letter);
    if (known === null && letter.state === 'unknown') return this.notKnown(letter);
    for (const receipt of oldestFirst(known ?? [])) await this.applyReceipt.apply(receipt, 'pulled');
    await this.wait(letter);
  }

  /** An answer that cannot be had is no answer: an empty list leaves the letter as it is. */
  private async known(letter: UnknownLetter | SubmittedLetter): Promise<KnownReceipts> {
    try {
      return await this.channel.receiptsOf(letter.messageUuid);
    } catch (error) {
      log.warn(
        'The channel could not be asked about a letter',
        { letterId: letter.letterId, state: letter.state },
        error,
      );
      return [];
    }
  }

  private async notKnown(letter: UnknownLetter): Promise<void> {
    switch (whenNotKnown(letter, this.clock.now(), this.pauses)) {
      case 'ask_later':
        return this.wait(letter);
      case 'send_again':
        return this.again(letter);
      case 'in_doubt':
        return this.doubt(letter);
    }
  }

  /** Alerts once; the letter stays unknown and is asked about further, since a receipt may still come. */
  private async doubt(letter: UnknownLetter): Promise<void> {
    const now = this.clock.now();
    await this.unitOfWork.run(async (tx) => {
      const isNew = !(await this.letters.hasStep(tx, letter, 'in_doubt'));
      await this.letters.change(tx, letter, askLater(letter, now, this.pauses), now, isNew ? 'in_doubt' : 'asked');
      if (!isNew) return;
      tx.afterCommit(() => {
        const { letterId, municipality, tries: attempts } = letter;
        inDoubt.add(1, { channel: letter.tried.channel });
        log.warn('Nobody knows whether a letter went out, and it is not sent again', {
          letterId,
          municipality,
          attempts,
        });
      });
    });
    killPoint('letters.after-question');
  }

  private async again(letter: UnknownLetter): Promise<void> {
    const now = this.clock.now();
    const after = sendAgain(letter, now, this.pauses);
    await this.unitOfWork.run(async (tx) => {
      if (after.state === 'requested') return this.letters.change(tx, letter, after, now, 'not_known', 'ANSWER_LOST');
      await this.letters.note(tx, letter, now, 'not_known', 'ANSWER_LOST');
      return this.publish.change(tx, letter, after, now);
    });
    killPoint('letters.after-question');
  }

  /** When nothing that was said changed the letter, it is asked again later. */
  private async wait(asked: UnknownLetter | SubmittedLetter): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const letter = await this.letters.find(tx, asked.letterId);
      if (letter?.version !== asked.version) return;
      const now = this.clock.now();
      const after =
        asked.state === 'unknown' ? askLater(asked, now, this.pauses) : waitForReceipt(asked, now, this.pauses);
      await this.letters.change(tx, asked, after, now, 'asked');
    });
  }
}
