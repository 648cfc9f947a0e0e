import { Inject, Injectable } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { Cpr } from '#contracts/cpr.js';
import { cprHash } from '#security/cpr-hash.js';
import { cprHashKey } from '#security/cpr-hash-key.js';
import { CONFIG } from '#service/config-token.js';
import type { SealingKeys } from '#service/sealing-keys.js';
import type { ConsentConfig } from '../consent.config.js';
import { registerKeys } from './register-seals.js';

/** How CPR numbers, and what the register says about people, stand in consent's database: sealed, and found by keyed hash. */
@Injectable()
export class CprVault {
  private readonly hashKey: KeyObject;
  private readonly keys: SealingKeys;

  constructor(
    @Inject(CONFIG) config: Pick<ConsentConfig, 'CPR_HASH_KEY_FILE' | 'REGISTER_SEAL_KEY' | 'OTHER_REGISTER_SEAL_KEY'>,
  ) {
    this.hashKey = cprHashKey(config.CPR_HASH_KEY_FILE);
    this.keys = registerKeys(config);
  }

  /** Of the key that seals now: stands beside what it sealed. */
  get sealKeyId(): string {
    return this.keys.keyId;
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

  /** `purpose` is bound to it, so that a sealed value cannot be moved to another column. */
  seal(text: string, purpose: string): Buffer {
    return this.keys.seal(Buffer.from(text), purpose);
  }

  /** Throws when the value was changed, sealed with a key that is not here or for another purpose. */
  open(sealed: Buffer, purpose: string): string {
    return this.keys.open(sealed, purpose).toString('utf8');
  }
}
