import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file with a new master key. */
export function masterKeyFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'master-key-')), 'key');
  writeFileSync(file, randomBytes(32).toString('base64'));
  return file;
}
