import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const DOCS = join(root, 'docs');

/** Every file under docs with its text, so that what `generate` changes, adds or removes shows, whatever git knows about it. */
function picture() {
  if (!existsSync(DOCS)) return new Map();
  const entries = readdirSync(DOCS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => join(entry.parentPath, entry.name)).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

const before = picture();
execFileSync(process.execPath, [join(root, 'dist', 'deploy', 'local', 'generate.js')], { cwd: root, stdio: 'inherit' });
const after = picture();
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (path) => before.get(path) !== after.get(path),
);
if (changed.length > 0) {
  console.error('not up to date (now written; look at them and commit):');
  for (const path of changed) console.error(`  ${path.slice(root.length + 1)}`);
  process.exit(1);
}
