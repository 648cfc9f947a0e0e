import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Cpr } from '#contracts/cpr.js';
import { cprHash } from '#security/cpr-hash.js';
import { cprHashKey } from '#security/cpr-hash-key.js';
import { CONFIG } from '#service/config-token.js';
import type { ConsentConfig } from '../consent.config.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** How CPR numbers, and what the register says about people, stand in consent's database: sealed, and found by keyed hash. */
@Injectable()
export class CprVault {
  private readonly hashKey: KeyObject;
  private readonly key: KeyObject;

  constructor(@Inject(CONFIG) config: Pick<ConsentConfig, 'CPR_HASH_KEY_FILE' | 'REGISTER_SEAL_KEY'>) {
    this.hashKey = cprHashKey(config.CPR_HASH_KEY_FILE);
    this.key = createSecretKey(Buffer.from(config.REGISTER_SEAL_KEY, 'base64'));
  }

  /** HMAC-SHA256 as 64 hex digits. */
  hash(cpr: Cpr): string {
    return cprHash(cpr, this.hashKey);
  }

  sealCpr(cpr: Cpr): Buffer {
    return this.seal(cpr.reveal(), 'cpr');
  }

  openCpr(sealed: Buffer): Cpr {
    return Cpr.parse(this.open(sealed, 'cpr'));
  }

  /** AES-256-GCM: nonce, tag, ciphertext. `purpose` is bound to it, so that a sealed value cannot be moved to another column. */
  seal(text: string, purpose: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(purpose));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  }

  /** Throws when the value was changed, sealed with another key or for another purpose. */
  open(sealed: Buffer, purpose: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }
}
