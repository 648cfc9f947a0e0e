import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import { counter } from '#observability/metrics.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import type { ChannelReceipt } from '../channel/letter-channel.js';
import type { Letter } from '../letters/letter.js';
import { LETTER_PAUSES } from '../letters/letter-pauses.js';
import type { LetterPauses } from '../letters/letter.rules.js';
import { LetterStore } from '../letters/letter.store.js';
import { PublishLetterState } from '../letters/publish-letter-state.js';
import { receiptEffect } from './receipt.rules.js';

const receipts = counter('hub.letters.receipts');

export type ReceiptOutcome = 'applied' | 'noted' | 'duplicate' | 'contradicts' | 'unknown_message';

/** Keeps every receipt and lets it change its letter once, however often, late or out of order it comes. */
@Injectable()
export class ApplyReceipt {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: LetterStore,
    private readonly publish: PublishLetterState,
    private readonly clock: Clock,
    @Inject(LETTER_PAUSES) private readonly pauses: LetterPauses,
  ) {}

  async apply(receipt: ChannelReceipt, origin: 'pushed' | 'pulled'): Promise<ReceiptOutcome> {
    const outcome = await this.unitOfWork.run(async (tx) => {
      const decided = await this.decide(tx, receipt, origin);
      killPoint('letters.before-receipt-committed');
      return decided;
    });
    killPoint('letters.after-receipt');
    receipts.add(1, { meaning: receipt.meaning, outcome });
    if (outcome === 'contradicts' || outcome === 'unknown_message') {
      log.warn('A receipt of the letter channel could not count', { outcome, kind: receipt.meaning });
    }
    return outcome;
  }

  private async decide(tx: Tx, receipt: ChannelReceipt, origin: 'pushed' | 'pulled'): Promise<ReceiptOutcome> {
    const letter = await this.letters.findByMessageForUpdate(tx, receipt.messageUuid);
    const isNew = await this.keep(tx, receipt, origin, letter);
    if (!letter) return isNew ? 'unknown_message' : 'duplicate';
    const now = this.clock.now();
    const effect = receiptEffect(letter, receipt, now, this.pauses);
    if (!isNew && (effect === 'contradicts' || effect.states.length === 0)) return 'duplicate';
    const step = effect === 'contradicts' ? 'receipt_contradicts' : 'receipt_noted';
    await this.letters.note(tx, letter, now, step, receipt.meaning.toUpperCase());
    if (effect === 'contradicts') return 'contradicts';
    let before = letter;
    for (const after of effect.states) {
      await this.publish.change(tx, before, after, now);
      before = after;
    }
    return effect.states.length > 0 ? 'applied' : 'noted';
  }

  /** False when the same receipt is here already. */
  private async keep(tx: Tx, receipt: ChannelReceipt, origin: string, letter: Letter | null): Promise<boolean> {
    const rows = await tx.query(
      `insert into receipt (receipt_id, message_uuid, status, at, transmission_id, channel_code, error_code, origin, letter_id, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning receipt_id`,
      [
        randomUUID(),
        receipt.messageUuid,
        receipt.status,
        receipt.at.toString(),
        receipt.transmissionId?.slice(0, 128) ?? null,
        receipt.channelCode?.slice(0, 64) ?? null,
        receipt.errorCode?.slice(0, 64) ?? null,
        origin,
        letter?.letterId ?? null,
        this.clock.now().toString(),
      ],
    );
    return rows.length > 0;
  }
}
