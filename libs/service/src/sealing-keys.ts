import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sealed } from './sealed.js';

interface SealingKey {
  /** Tells keys apart without saying anything of them: the beginning of a hash. */
  readonly id: string;
  readonly key: KeyObject;
}

/** A setting that holds 32 bytes in base64, or the file that does, under its name; undefined: it is not set. */
export type KeySetting = readonly [name: string, value: string | undefined];

/**
 * Seals what is kept in a database (AES-256-GCM, as nonce, tag, ciphertext), bound to what it is. While keys are changed a second one opens
 * what it sealed, and seals nothing.
 */
export class SealingKeys {
  private constructor(
    private readonly current: SealingKey,
    private readonly other: SealingKey | null,
  ) {}

  static of(current: KeySetting, other: KeySetting): SealingKeys {
    return new SealingKeys(sealingKey(current)!, sealingKey(other));
  }

  static fromFiles([name, path]: KeySetting, [otherName, otherPath]: KeySetting): SealingKeys {
    const text = (file: string | undefined) => file && readFileSync(file, 'utf8').trim();
    return SealingKeys.of([name, text(path)], [otherName, text(otherPath)]);
  }

  /** Of the key that seals now. */
  get keyId(): string {
    return this.current.id;
  }

  /** Of all keys that open. */
  get keyIds(): string[] {
    return [this.current, ...(this.other ? [this.other] : [])].map(({ id }) => id);
  }

  seal(content: Uint8Array, boundTo: string): Buffer {
    return sealed.under(this.current.key, content, boundTo);
  }

  /** Throws when both keys are other ones, or the value was changed or is bound to something else. */
  open(value: Buffer, boundTo: string): Buffer {
    if (this.other === null) return sealed.open(this.current.key, value, boundTo);
    try {
      return sealed.open(this.current.key, value, boundTo);
    } catch {
      return sealed.open(this.other.key, value, boundTo);
    }
  }
}

function sealingKey([name, value]: KeySetting): SealingKey | null {
  if (value === undefined) return null;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 32) throw new Error(`${name} must hold 32 bytes in base64`);
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 16), key: createSecretKey(bytes) };
}
