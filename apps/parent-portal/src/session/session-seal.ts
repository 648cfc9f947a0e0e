import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Cpr } from '#contracts/cpr.js';
import { CONFIG } from '#service/config-token.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * How a person stands in the session's row. The number is sealed with a key made of the service's key and the session's id, and the id is
 * in the browser alone: neither the table, nor the service's key, nor both together open it.
 */
@Injectable()
export class SessionSeal {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Pick<ParentPortalConfig, 'SESSION_SEAL_KEY'>) {
    this.key = Buffer.from(config.SESSION_SEAL_KEY, 'base64');
  }

  /** The same for all sessions of one person, and without a way back to the person. */
  personKey(mitidUuid: string): Buffer {
    return createHmac('sha256', this.key).update(`person ${mitidUuid}`).digest();
  }

  /** AES-256-GCM: nonce, tag, ciphertext. */
  sealCpr(sessionId: string, cpr: Cpr): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(sessionId), iv);
    const body = Buffer.concat([cipher.update(cpr.reveal(), 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  }

  /** Throws when it was sealed for another session or with another key of the service. */
  openCpr(sessionId: string, sealed: Buffer): Cpr {
    const decipher = createDecipheriv('aes-256-gcm', this.keyOf(sessionId), sealed.subarray(0, IV_BYTES)).setAuthTag(
      sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
    );
    const digits = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return Cpr.parse(digits.toString('utf8'));
  }

  private keyOf(sessionId: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.key, sessionId, 'portal session', 32));
  }
}
