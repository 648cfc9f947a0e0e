import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

const FOLDERS = ['apps', 'libs', 'deploy', 'test', 'bench'];
/** What compiled code reads beside itself at run time, and what it serves as it is. */
const ASSETS = new Set(['.xsd', '.xml', '.json', '.css', '.js', '.svg', '.ttf', '.woff2', '.yaml', '.sql']);

function files(root) {
  return FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)),
    )
    .sort();
}

function state(root, paths) {
  const hash = createHash('sha256');
  for (const path of [...paths, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** Compiles to dist what changed, and copies what the code reads at run time. Does nothing when no file changed since. */
export async function build({ root, node, step, run, Refusal }) {
  const stamp = join(root, 'dist', '.sources.json');
  const paths = files(root);
  const now = state(root, paths);
  const last = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : null;
  if (last?.state === now) return;

  await step('building', async () => {
    const there = new Set(paths);
    // What came from a file that is gone must not stay in dist.
    if (last?.paths.some((path) => !there.has(path))) rmSync(join(root, 'dist'), { recursive: true, force: true });
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status, stdout, stderr } = await run(node, [
      tsc,
      '-p',
      join(root, 'tsconfig.build.json'),
      '--pretty',
      'false',
    ]);
    if (status !== 0) throw new Refusal(`the build failed:\n${stdout}${stderr}`);
    for (const path of paths.filter((path) => ASSETS.has(extname(path)))) {
      mkdirSync(dirname(join(root, 'dist', path)), { recursive: true });
      cpSync(join(root, path), join(root, 'dist', path));
    }
    writeFileSync(stamp, JSON.stringify({ state: now, paths }));
  });
}
