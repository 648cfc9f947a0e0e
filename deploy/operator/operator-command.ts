import type { ParseArgsConfig } from 'node:util';
import type { OperatorsHub } from './hub-door.js';

export type Given = Readonly<Record<string, string | boolean | undefined>>;

/** What a command works with. */
export interface Terminal {
  readonly hub: OperatorsHub;
  /** To standard output. */
  readonly say: (line: string) => void;
  /** A stream for progress, when a person looks at it. */
  readonly progress: NodeJS.WriteStream | null;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What came of a command: the answer for `--json`, the words for people, and the exit code. */
export interface Outcome {
  readonly answer: unknown;
  readonly words: string;
  /** 0 done; 1 not done, or not all; 3 begun, and it goes on unwatched; 130 stopped by Ctrl-C. */
  readonly exitCode: 0 | 1 | 3 | 130;
}

/** One command of `npm run hub`. */
export interface OperatorCommand {
  /** The words that name it, such as `dead-letters replay`. */
  readonly name: string;
  /** What stands behind the name: one word for what must be given, in capitals. */
  readonly takes?: string;
  readonly does: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How each option is told in the help, in the order of the help. */
  readonly told: Readonly<Record<string, string>>;
  readonly run: (terminal: Terminal, given: Given, name: string) => Promise<Outcome>;
}

export const done = (answer: unknown, words: string): Outcome => ({ answer, words, exitCode: 0 });

/** An option's text; undefined when it was not given. */
export const textOf = (given: Given, option: string): string | undefined => {
  const value = given[option];
  return typeof value === 'string' ? value : undefined;
};
