import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every kill point that stands in the compiled code below these folders, so that none is forgotten. */
export function killPointsIn(...folders: string[]): string[] {
  const found = new Set<string>();
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.js') || /\.(spec|int-spec)\.js$/.test(file)) continue;
      for (const [, name] of readFileSync(join(folder, file), 'utf8').matchAll(/killPoint\('([a-z.-]+)'\)/g)) {
        if (name) found.add(name);
      }
    }
  }
  return [...found].sort();
}
