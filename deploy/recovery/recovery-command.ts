import type { ParseArgsConfig } from 'node:util';

export type Given = Readonly<Record<string, string | boolean | undefined>>;

/** What came of a command: the answer for `--json`, the words for people, and the exit code. */
export interface Outcome {
  readonly answer: object;
  readonly words: string;
}

/** One command that works on the servers themselves, past the services. */
export interface RecoveryCommand {
  readonly name: string;
  readonly does: string;
  /** Keys of the environment that it reads. */
  readonly reads: readonly string[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How each option is told in the help, in the order of the help. */
  readonly told: Readonly<Record<string, string>>;
  /** Throws CommandError for whatever the person who gave it can mend. `progress` is told how far long work is. */
  readonly run: (given: Given, env: NodeJS.ProcessEnv, progress: (line: string) => void) => Promise<Outcome>;
}

/** An option's text; undefined when it was not given. */
export const textOf = (given: Given, option: string): string | undefined => {
  const value = given[option];
  return typeof value === 'string' ? value : undefined;
};
