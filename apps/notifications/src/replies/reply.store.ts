import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '#persistence/tx.js';

/** A kept reply; the text is sealed. */
export interface Reply {
  replyId: string;
  letterId: string;
  childId: string;
  guardianId: string;
  municipality: string;
  /** The reply's own message id at the channel. */
  messageUuid: string;
  /** SHA-256 of the bytes, hex. */
  bodyHash: string;
  sealed: Buffer;
  receivedAt: Temporal.Instant;
}

interface ReplyRow {
  reply_id: string;
  letter_id: string;
  child_id: string;
  guardian_id: string;
  municipality: string;
  message_uuid: string;
  body_hash: string;
  sealed: Buffer;
  received_at: Date;
}

const replyOf = (row: ReplyRow): Reply => ({
  replyId: row.reply_id,
  letterId: row.letter_id,
  childId: row.child_id,
  guardianId: row.guardian_id,
  municipality: row.municipality,
  messageUuid: row.message_uuid,
  bodyHash: row.body_hash,
  sealed: row.sealed,
  receivedAt: Temporal.Instant.fromEpochMilliseconds(row.received_at.getTime()),
});

@Injectable()
export class ReplyStore {
  /** False when a reply with the same message id is here already. */
  async add(tx: Tx, reply: Reply): Promise<boolean> {
    const rows = await tx.query(
      `insert into reply (reply_id, letter_id, child_id, guardian_id, municipality, message_uuid, body_hash, sealed, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (message_uuid) do nothing returning reply_id`,
      [
        reply.replyId,
        reply.letterId,
        reply.childId,
        reply.guardianId,
        reply.municipality,
        reply.messageUuid,
        reply.bodyHash,
        reply.sealed,
        reply.receivedAt.toString(),
      ],
    );
    return rows.length > 0;
  }

  async find(tx: Tx, replyId: string): Promise<Reply | null> {
    const [row] = await tx.query<ReplyRow>(`select * from reply where reply_id = $1`, [replyId]);
    return row ? replyOf(row) : null;
  }

  async findByMessage(tx: Tx, messageUuid: string): Promise<Reply | null> {
    const [row] = await tx.query<ReplyRow>(`select * from reply where message_uuid = $1`, [messageUuid]);
    return row ? replyOf(row) : null;
  }
}
