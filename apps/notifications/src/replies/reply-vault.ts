import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Tx } from '#persistence/tx.js';
import { CONFIG } from '#service/config-token.js';
import { sealed } from '#service/sealed.js';
import type { SealingKeys } from '#service/sealing-keys.js';
import type { NotificationsConfig } from '../notifications.config.js';
import { replyKeys } from './reply-seals.js';

/**
 * Seals what guardians wrote (AES-256-GCM) with a key per child, which is itself wrapped by the master key. Deleting a child's key
 * deletes every reply about that child.
 */
@Injectable()
export class ReplyVault {
  private readonly keys: SealingKeys;

  constructor(@Inject(CONFIG) config: Pick<NotificationsConfig, 'REPLY_SEAL_KEY' | 'OTHER_REPLY_SEAL_KEY'>) {
    this.keys = replyKeys(config);
  }

  /** `replyId` is bound to the text, so that a sealed reply cannot be moved under another id. */
  async seal(tx: Tx, childId: string, replyId: string, content: Uint8Array): Promise<Buffer> {
    const wrapped = this.keys.seal(randomBytes(32), childId);
    await tx.query(
      `insert into reply_key (child_id, wrapped, seal_key_id) values ($1, $2, $3) on conflict do nothing`,
      [childId, wrapped, this.keys.keyId],
    );
    const key = await this.keyOf(tx, childId);
    if (!key) throw new Error('The key of a child was deleted while a reply was sealed');
    return sealed.under(key, content, replyId);
  }

  /** Null when the child's key was deleted. */
  async open(tx: Tx, childId: string, replyId: string, value: Buffer): Promise<Buffer | null> {
    const key = await this.keyOf(tx, childId);
    return key && sealed.open(key, value, replyId);
  }

  private async keyOf(tx: Tx, childId: string): Promise<Buffer | null> {
    const [row] = await tx.query<{ wrapped: Buffer }>(`select wrapped from reply_key where child_id = $1`, [childId]);
    return row ? this.keys.open(row.wrapped, childId) : null;
  }
}
