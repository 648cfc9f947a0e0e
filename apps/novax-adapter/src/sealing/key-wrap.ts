import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { readFileSync } from 'node:fs';

const nonceBytes = 12;
const tagBytes = 16;

interface MasterKey {
  /** Tells keys apart without saying anything of them: the beginning of a hash. */
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * Wraps data keys with a master key (AES-256-GCM, bound to the key's id and its owner) for storage. While master keys are changed a second
 * one opens what it wrapped, and wraps nothing.
 */
export class KeyWrap {
  private constructor(
    private readonly current: MasterKey,
    private readonly other: MasterKey | null,
  ) {}

  /** Each file holds 32 bytes in base64. */
  static fromFile(path: string, otherPath?: string): KeyWrap {
    return new KeyWrap(
      masterKey(path, 'MASTER_KEY_FILE'),
      otherPath ? masterKey(otherPath, 'OTHER_MASTER_KEY_FILE') : null,
    );
  }

  /** Of the master key that wraps now. */
  get masterId(): string {
    return this.current.id;
  }

  wrap(key: Uint8Array, boundTo: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.current.key, nonce);
    cipher.setAAD(Buffer.from(boundTo));
    const wrapped = Buffer.concat([cipher.update(key), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), wrapped]);
  }

  /** Throws when both master keys are other ones, or the row was changed. */
  unwrap(wrapped: Buffer, boundTo: string): KeyObject {
    if (this.other === null) return opened(this.current, wrapped, boundTo);
    try {
      return opened(this.current, wrapped, boundTo);
    } catch {
      return opened(this.other, wrapped, boundTo);
    }
  }
}

function masterKey(path: string, name: string): MasterKey {
  const bytes = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (bytes.length !== 32) throw new Error(`${name} must hold 32 bytes in base64`);
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 16), key: createSecretKey(bytes) };
}

function opened({ key }: MasterKey, wrapped: Buffer, boundTo: string): KeyObject {
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(wrapped.subarray(nonceBytes, nonceBytes + tagBytes));
  return createSecretKey(Buffer.concat([decipher.update(wrapped.subarray(nonceBytes + tagBytes)), decipher.final()]));
}
