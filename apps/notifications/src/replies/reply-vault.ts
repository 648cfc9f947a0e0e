import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Tx } from '#persistence/tx.js';
import { CONFIG } from '#service/config-token.js';
import type { NotificationsConfig } from '../notifications.config.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what guardians wrote (AES-256-GCM) with a key per child, which is itself wrapped by the master key. Deleting a child's key
 * deletes every reply about that child.
 */
@Injectable()
export class ReplyVault {
  private readonly masterKey: Buffer;

  constructor(@Inject(CONFIG) config: NotificationsConfig) {
    this.masterKey = Buffer.from(config.REPLY_SEAL_KEY, 'base64');
  }

  /** `replyId` is bound to the text, so that a sealed reply cannot be moved under another id. */
  async seal(tx: Tx, childId: string, replyId: string, content: Uint8Array): Promise<Buffer> {
    const wrapped = encrypt(this.masterKey, randomBytes(32), childId);
    await tx.query(`insert into reply_key (child_id, wrapped) values ($1, $2) on conflict do nothing`, [
      childId,
      wrapped,
    ]);
    const key = await this.keyOf(tx, childId);
    if (!key) throw new Error('The key of a child was deleted while a reply was sealed');
    return encrypt(key, content, replyId);
  }

  /** Null when the child's key was deleted. */
  async open(tx: Tx, childId: string, replyId: string, sealed: Buffer): Promise<Buffer | null> {
    const key = await this.keyOf(tx, childId);
    return key && decrypt(key, sealed, replyId);
  }

  private async keyOf(tx: Tx, childId: string): Promise<Buffer | null> {
    const [row] = await tx.query<{ wrapped: Buffer }>(`select wrapped from reply_key where child_id = $1`, [childId]);
    return row ? decrypt(this.masterKey, row.wrapped, childId) : null;
  }
}

function encrypt(key: Uint8Array, content: Uint8Array, boundTo: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function decrypt(key: Uint8Array, sealed: Buffer, boundTo: string): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(
    Buffer.from(boundTo),
  );
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
