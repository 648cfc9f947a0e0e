import { CommandError } from './command-error.js';
import { toldError } from './told-error.js';

/** The frame of every compiled command: gives `main` the arguments, and its outcome to the shell. Only a fault of ours shows its trace. */
export async function runCommand(main: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(toldError(error));
    process.exitCode = error instanceof CommandError ? error.exitCode : 1;
  }
}
