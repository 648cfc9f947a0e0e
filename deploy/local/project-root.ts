import { resolve } from 'node:path';

/** The folder with package.json; this file runs as dist/deploy/local/project-root.js, and under Jest as deploy/local/project-root.ts. */
export const projectRoot = resolve(
  import.meta.dirname,
  import.meta.dirname.endsWith('/dist/deploy/local') ? '../../..' : '../..',
);
