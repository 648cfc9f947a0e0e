import { Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { letterReplyReceivedV1 } from '#contracts/events/letter-reply-received.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import type { Letter } from '../letters/letter.js';
import { LetterStore } from '../letters/letter.store.js';
import { Guardianship } from '../sending/guardianship.client.js';
import { SenderRegister } from '../sending/sender-register.js';
import { readIncomingMemo, type IncomingMemo } from './incoming-memo.js';
import { ReplyStore, type Reply } from './reply.store.js';
import { ReplyVault } from './reply-vault.js';

/** Takes a guardian's reply to one of our letters: kept sealed, told once, answered the same however often it is sent. */
@Injectable()
export class TakeReply {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: LetterStore,
    private readonly replies: ReplyStore,
    private readonly vault: ReplyVault,
    private readonly guardianship: Guardianship,
    private readonly senders: SenderRegister,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Throws REFERENCE_UNRESOLVED when it answers no letter of ours to that person; ENTRY_CONFLICT when the id was used with other bytes. */
  async take(bytes: Uint8Array): Promise<Reply> {
    const memo = readIncomingMemo(bytes);
    const bodyHash = createHash('sha256').update(bytes).digest('hex');
    const before = await this.unitOfWork.read((tx) => this.replies.findByMessage(tx, memo.messageUuid));
    if (before) return sameOrConflict(before, bodyHash);
    const letter = await this.letterAnswered(memo);
    const kept = await this.unitOfWork.run(async (tx) => {
      // Its child may have been deleted since: then it is gone, or goes out for a sibling.
      const now = await this.letters.findByMessageForUpdate(tx, letter.messageUuid);
      if (!now) throw unresolved('ReplyData/messageUUID');
      return this.keep(tx, now, memo.messageUuid, bodyHash, bytes);
    });
    killPoint('letters.after-reply-kept');
    log.info('A reply to a letter was received', { letterId: kept.letterId, municipality: kept.municipality });
    return kept;
  }

  private async letterAnswered(memo: IncomingMemo): Promise<Letter> {
    const letters = await this.unitOfWork.read((tx) =>
      Promise.all(memo.repliesTo.filter(isUuid).map((id) => this.letters.findByMessage(tx, id))),
    );
    const letter = letters.find((found) => found !== null);
    if (!letter) throw unresolved('ReplyData/messageUUID');
    if (this.senders.find(letter.municipality)?.cvr !== memo.recipientCvr) throw unresolved('Recipient/recipientID');
    const { cpr } = await this.guardianship.recipient(letter.guardianId);
    if (cpr !== memo.senderCpr) throw unresolved('Sender/senderID');
    return letter;
  }

  private async keep(tx: Tx, letter: Letter, messageUuid: string, bodyHash: string, bytes: Uint8Array): Promise<Reply> {
    const replyId = randomUUID();
    const { letterId, childId, guardianId, municipality } = letter;
    // As the database keeps it, so that the answer to a repeated message is the same to the last digit.
    const receivedAt = this.clock.now().round('millisecond');
    const sealed = await this.vault.seal(tx, childId, replyId, bytes);
    const reply: Reply = {
      replyId,
      letterId,
      childId,
      guardianId,
      municipality,
      messageUuid,
      bodyHash,
      sealed,
      receivedAt,
    };
    if (!(await this.replies.add(tx, reply))) return this.overtaken(tx, messageUuid, bodyHash);
    await this.outbox.append(tx, [
      {
        contract: letterReplyReceivedV1,
        key: childId,
        subject: childId,
        municipality,
        time: receivedAt.toString(),
        data: { letterId, childId, municipality, replyId, guardianId },
        traceparent: letter.traceparent,
        causationId: letter.causedBy,
      },
    ]);
    return reply;
  }

  /** The same message came twice at the same moment. */
  private async overtaken(tx: Tx, messageUuid: string, bodyHash: string): Promise<Reply> {
    const kept = await this.replies.findByMessage(tx, messageUuid);
    if (!kept) throw new Error('A reply that stood in the way is not there');
    return sameOrConflict(kept, bodyHash);
  }
}

function sameOrConflict(kept: Reply, bodyHash: string): Reply {
  if (kept.bodyHash !== bodyHash) throw new RefusalError('ENTRY_CONFLICT', { place: 'MessageHeader/messageUUID' });
  return kept;
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
const unresolved = (place: string): RefusalError =>
  new RefusalError('REFERENCE_UNRESOLVED', { place, cure: 'Only replies to our own letters are taken.' });
