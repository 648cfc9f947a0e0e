import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
/** The files stay beside the sources: the built code lies one folder deeper, under `dist`. */
const root = here.slice(0, here.lastIndexOf(join('apps', 'notifications'))).replace(/[/\\]dist[/\\]$/, '');
const folder = join(root, 'apps/notifications/fonts');

/** IBM Plex Sans (SIL Open Font License 1.1, see OFL.txt beside the files), Latin letters only. */
export const letterFonts = {
  regular: readFileSync(join(folder, 'ibm-plex-sans-regular.woff')),
  semibold: readFileSync(join(folder, 'ibm-plex-sans-semibold.woff')),
};
