import { attributes } from '#observability/attributes.js';
import { classifyError, type ClassifiedError } from './classify-error.js';
import { failedAttempts } from '../messaging-metrics.js';

/** Counts an attempt that failed. @returns what kind of failure it was */
export function failedAttempt(error: unknown): ClassifiedError {
  const classified = classifyError(error);
  failedAttempts.add(1, {
    [attributes.errorClass]: classified.errorClass,
    [attributes.errorType]: classified.code,
  });
  return classified;
}
