import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
/** The parts of the design system that pages use: its style sheet, and the fonts and icons named in it. */
const OF_THE_DESIGN_SYSTEM = /^(css\/dkfds\.min\.css|img\/svg-icons\/[\w-]+\.svg|fonts\/IBMPlexSans\/.*\.woff2)$/;

interface Asset {
  type: string;
  plain: Buffer;
  /** Null for what is compressed already. */
  brotli: Buffer | null;
  gzip: Buffer | null;
}

/** Style sheets, fonts, icons and the one script of the pages: read and compressed once at start, under a path that changes with them. */
@Injectable()
export class Assets {
  private readonly files = new Map<string, Asset>();
  readonly version: string;
  /** The style sheets of every page, in order. */
  readonly styles: readonly string[];
  /** The module that keeps what is shown live up to date. */
  readonly script: string;

  constructor() {
    const here = dirname(fileURLToPath(import.meta.url));
    this.add('css/operations.css', readFileSync(join(here, 'operations.css')));
    this.add('js/live-update.js', readFileSync(join(here, 'live-update.js')));
    const { resolve } = createRequire(import.meta.url);
    const root = join(dirname(resolve('dkfds')), '..');
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const path = relative(root, file).replaceAll('\\', '/');
      if (entry.isFile() && OF_THE_DESIGN_SYSTEM.test(path)) this.add(path, readFileSync(file));
    }
    const hash = createHash('sha256');
    for (const [path, { plain }] of [...this.files].sort(([a], [b]) => (a < b ? -1 : 1)))
      hash.update(path).update(plain);
    this.version = hash.digest('hex').slice(0, 16);
    const address = (path: string): string => `/assets/${this.version}/${path}`;
    this.styles = ['css/dkfds.min.css', 'css/operations.css'].map(address);
    this.script = address('js/live-update.js');
  }

  find(path: string): Asset | undefined {
    return this.files.get(path);
  }

  private add(path: string, plain: Buffer): void {
    const extension = extname(path);
    const compressible = extension !== '.woff2';
    this.files.set(path, {
      type: TYPES[extension]!,
      plain,
      brotli: compressible ? brotliCompressSync(plain, BROTLI) : null,
      gzip: compressible ? gzipSync(plain, { level: 9 }) : null,
    });
  }
}
