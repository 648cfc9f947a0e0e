import { Inject, Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { LetterRecipient } from '#contracts/questions/guardians.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { classifyError } from '#messaging/handling/classify-error.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { LetterChannel, type KnownReceipts, type SendOutcome } from '../channel/letter-channel.js';
import type {
  CancelledLetter,
  FailedLetter,
  Letter,
  LetterChannelName,
  RequestedLetter,
  SubmittingLetter,
} from '../letters/letter.js';
import type { LetterReason } from '../letters/letter-reason.js';
import { LETTER_PAUSES } from '../letters/letter-pauses.js';
import {
  cancel,
  fail,
  loseAnswer,
  postpone,
  recordTry,
  refuseForNow,
  submit,
  type LetterPauses,
} from '../letters/letter.rules.js';
import { LetterChangedError, LetterStore } from '../letters/letter.store.js';
import { MoveLetter } from '../letters/move-letter.js';
import { PublishLetterState } from '../letters/publish-letter-state.js';
import { ApplyReceipt } from '../receipts/apply-receipt.js';
import { oldestFirst } from '../receipts/oldest-first.js';
import { Guardianship } from './guardianship.client.js';
import { PrepareLetter, type PreparedLetter } from './prepare-letter.js';
import { StandingReason } from './standing-reason.js';

/**
 * One try of one letter: custody is asked again, the channel chosen, the message made; the try is recorded and committed before anything
 * leaves the house; then what the channel answered is recorded. Whatever dies in between, a recorded try is never repeated blindly. Before
 * each try the channel is asked whether it has the message already: the database may have been restored to before it went out.
 */
@Injectable()
export class SendLetter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: LetterStore,
    private readonly publish: PublishLetterState,
    private readonly guardianship: Guardianship,
    private readonly standingReason: StandingReason,
    private readonly moveLetter: MoveLetter,
    private readonly prepare: PrepareLetter,
    private readonly channel: LetterChannel,
    private readonly applyReceipt: ApplyReceipt,
    private readonly clock: Clock,
    @Inject(LETTER_PAUSES) private readonly pauses: LetterPauses,
  ) {}

  async send(letter: RequestedLetter): Promise<void> {
    const preparation = await this.prepared(letter);
    if (preparation.kind === 'missing') return this.postpone(letter, preparation.code);
    if (preparation.kind === 'ended') return this.end(letter, preparation.letter);
    if (preparation.kind === 'moved') return this.move(letter, preparation.reason);
    const { message, known } = preparation;
    const submitting = recordTry(letter, message.channel, message.template, this.clock.now());
    killPoint('letters.before-try-recorded');
    await this.unitOfWork.run((tx) => this.publish.change(tx, letter, submitting, submitting.triedAt));
    killPoint('letters.after-try-recorded');
    const outcome =
      known === null ? await this.channel.send(message, submitting.triedAt) : this.hasIt(letter, known.length);
    killPoint('letters.after-send');
    await this.record(submitting, outcome);
    killPoint('letters.after-answer-recorded');
    for (const receipt of oldestFirst(known ?? [])) await this.applyReceipt.apply(receipt, 'pulled');
  }

  private hasIt({ letterId }: RequestedLetter, count: number): SendOutcome {
    log.warn('The channel has a letter already that this database does not know as sent: it is not sent again', {
      letterId,
      count,
    });
    return { kind: 'accepted', transmissionId: null };
  }

  private async prepared(letter: RequestedLetter): Promise<Preparation> {
    const { consent } = letter;
    if (consent?.ended) return { kind: 'ended', letter: cancel(letter, consent.ended) };
    try {
      if (!(await this.guardianship.isGuardian(letter.childId, letter.guardianId))) {
        const reason = await this.standingReason.of(letter);
        return reason ? { kind: 'moved', reason } : { kind: 'ended', letter: cancel(letter, 'NOT_GUARDIAN') };
      }
      const recipient = await this.guardianship.recipient(letter.guardianId);
      const message = await this.prepare.for(letter, recipient, await this.way(letter, recipient));
      return { kind: 'ready', message, known: await this.knownBefore(letter) };
    } catch (error) {
      if (error instanceof RefusalError && NEVER_SENT.has(error.code))
        return { kind: 'ended', letter: fail(letter, error.code) };
      log.warn('A letter has to wait for something it needs', { letterId: letter.letterId }, error);
      return { kind: 'missing', code: error instanceof RefusalError ? error.code : classifyError(error).code };
    }
  }

  /** Refusals of an earlier try are no reason not to try again. */
  private async knownBefore({ tries, messageUuid }: RequestedLetter): Promise<KnownReceipts> {
    const known = await this.channel.receiptsOf(messageUuid);
    return tries > 0 && !known?.some(({ meaning }) => meaning !== 'failed') ? null : known;
  }

  /** By the register of this moment, but after a lost answer never another way than the try that may have arrived. */
  private async way({ answerLost, tried }: RequestedLetter, { cpr }: LetterRecipient): Promise<LetterChannelName> {
    if (answerLost && tried) return tried.channel;
    return (await this.channel.isRegistered(cpr)) ? 'digital_post' : 'physical_letter';
  }

  /** It is due at once for the other child, in the trace of what was shared about that one. */
  private move(letter: RequestedLetter, reason: LetterReason): Promise<void> {
    return this.unitOfWork.run((tx) => this.moveLetter.to(tx, letter, reason, this.clock.now()));
  }

  private end(letter: RequestedLetter, ended: CancelledLetter | FailedLetter): Promise<void> {
    return this.unitOfWork.run((tx) => this.publish.change(tx, letter, ended, this.clock.now()));
  }

  private postpone(letter: RequestedLetter, code: string): Promise<void> {
    const now = this.clock.now();
    return this.unitOfWork.run((tx) =>
      this.letters.change(tx, letter, postpone(letter, now, this.pauses), now, 'postponed', code),
    );
  }

  /** A receipt may have been faster than the answer: then its word stands and the answer is only noted. */
  private async record(letter: SubmittingLetter, outcome: SendOutcome): Promise<void> {
    try {
      await this.unitOfWork.run(async (tx) => {
        const now = this.clock.now();
        const after = this.after(letter, outcome, now);
        if (after.state === 'requested')
          return this.letters.change(tx, letter, after, now, 'try_refused', codeOf(outcome));
        if (outcome.kind === 'refused_for_now' || outcome.kind === 'refused') {
          await this.letters.note(tx, letter, now, 'try_refused', outcome.code);
        }
        return this.publish.change(tx, letter, after, now);
      });
    } catch (error) {
      if (!(error instanceof LetterChangedError)) throw error;
      log.info('A receipt came before the answer to the send', { letterId: letter.letterId, outcome: outcome.kind });
    }
  }

  private after(letter: SubmittingLetter, outcome: SendOutcome, now: Temporal.Instant): Letter {
    switch (outcome.kind) {
      case 'accepted':
        return submit(letter, now, this.pauses);
      case 'refused_for_now':
        return refuseForNow(letter, outcome.code, now, this.pauses, outcome.retryAfter);
      case 'refused':
        return fail(letter, outcome.code);
      case 'lost':
        return loseAnswer(letter, now, this.pauses);
    }
  }
}

type Preparation =
  | { kind: 'ready'; message: PreparedLetter; known: KnownReceipts }
  | { kind: 'ended'; letter: CancelledLetter | FailedLetter }
  | { kind: 'moved'; reason: LetterReason }
  | { kind: 'missing'; code: string };

const NEVER_SENT: ReadonlySet<string> = new Set(['LETTER_NOT_NEUTRAL', 'MEMO_INVALID', 'RECIPIENT_UNKNOWN']);
const codeOf = (outcome: SendOutcome): string | null => ('code' in outcome ? outcome.code : null);
