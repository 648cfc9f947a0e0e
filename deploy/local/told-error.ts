import { classifyError } from '#messaging/handling/classify-error.js';
import { CommandError } from './command-error.js';
import { hubFolder } from './hub-state.js';

/** What a person is told of an error: its message when they can mend it, the way on when the hub did not answer, else the error with its trace. */
export function toldError(error: unknown): unknown {
  if (error instanceof CommandError) return error.message;
  const { errorClass, code } = classifyError(error);
  if (errorClass !== 'transient') return error;
  return `The hub did not answer (${code}): it is ending, starting, or very busy. Give the command again; what it does stands in ${hubFolder}/logs.`;
}
