import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that holds a new secret of so many bytes in base64, for the keys of a service that name one. */
export function secretFile(bytes = 32): string {
  const file = join(mkdtempSync(join(tmpdir(), 'test-secret-')), 'secret');
  writeFileSync(file, randomBytes(bytes).toString('base64'));
  return file;
}
