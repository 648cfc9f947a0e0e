import { access, constants, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandError } from './command-error.js';

/** npm runs us in the project's folder; paths are meant from where the command was given. */
export const calledFrom = process.env['INIT_CWD'] ?? process.cwd();

/**
 * The files that a command was given by name, as absolute paths in order: a file as it is, a folder with everything below it whose name fits.
 * @throws CommandError for a path where nothing is or that may not be read.
 */
export async function namedFiles(paths: readonly string[], fits: RegExp): Promise<string[]> {
  return (await Promise.all(paths.map((path) => filesOf(path, fits)))).flat();
}

async function filesOf(given: string, fits: RegExp): Promise<string[]> {
  const path = resolve(calledFrom, given);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new CommandError(`${path} is not there. Name a file or a folder that is.`);
  await access(path, constants.R_OK).catch(() => {
    throw new CommandError(`${path} may not be read by you. Change its permissions, or name another.`);
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && fits.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
