import { errorFields } from '#observability/error-fields.js';
import { PoisonError } from '../handling/poison-error.js';

/** What is kept of an error beside its code: class and places, never its message, which may quote what it failed on. */
export type RedactedError = Record<string, string>;

export function redactError(error: unknown): RedactedError {
  const fields = Object.entries(errorFields(error)).filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  );
  if (error instanceof PoisonError && error.place !== null) fields.push(['place', error.place]);
  return Object.fromEntries(fields);
}
