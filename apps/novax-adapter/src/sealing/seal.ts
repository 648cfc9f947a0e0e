import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { DataKey } from './key-vault.js';

const nonceBytes = 12;
const tagBytes = 16;
/** A report shrinks to a tenth: a small piece at a time holds it whole. */
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: 8192 };

/**
 * Compresses and seals with AES-256-GCM: nonce, tag, ciphertext. `receiptId` and the key's id are bound to it, so that a
 * sealed entry cannot be moved under another receipt. Compressed first, because ciphertext cannot be.
 */
export function seal(content: Uint8Array, { dataKeyId, key }: DataKey, receiptId: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(boundTo(receiptId, dataKeyId));
  const sealed = cipher.update(zstdCompressSync(content, { ...fast, pledgedSrcSize: content.byteLength }));
  const rest = cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed, rest]);
}

/** Opens what `seal` made; throws when the key, the receipt or a single bit differs. */
export function unseal(sealed: Buffer, { dataKeyId, key }: DataKey, receiptId: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(boundTo(receiptId, dataKeyId));
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const compressed = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  return zstdDecompressSync(compressed);
}

function boundTo(receiptId: string, dataKeyId: string): Buffer {
  return Buffer.from(`${receiptId}/${dataKeyId}`);
}
