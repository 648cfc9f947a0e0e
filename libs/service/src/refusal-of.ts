import { HttpException } from '@nestjs/common';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { classifyError } from '#messaging/handling/classify-error.js';
import { log } from '#observability/log.js';

const BY_STATUS: Record<number, RefusalCode> = {
  400: 'MALFORMED',
  401: 'TOKEN_INVALID',
  403: 'ROLE_NOT_ALLOWED',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  406: 'NOT_ACCEPTABLE',
  408: 'TOO_SLOW',
  413: 'TOO_LARGE',
  415: 'MEDIA_TYPE_UNSUPPORTED',
  429: 'TOO_MANY_REQUESTS',
};

/**
 * The refusal that a caller is told, whatever went wrong: a refusal as it is; a dependency that does not answer as
 * DEPENDENCY_UNAVAILABLE; anything unforeseen as INTERNAL, logged here by class and place and told to the caller by its trace id alone.
 */
export function refusalOf(error: unknown): RefusalError {
  if (error instanceof RefusalError) return error;
  const { errorClass, code } = classifyError(error);
  if (errorClass === 'transient') {
    log.warn('A dependency does not answer', { code });
    return new RefusalError('DEPENDENCY_UNAVAILABLE', { retryAfterSeconds: 5 });
  }
  const status = statusOf(error);
  const known = status === null ? undefined : BY_STATUS[status];
  if (known) return new RefusalError(known);
  log.error('A request failed for a reason nobody foresaw', { code }, error);
  return new RefusalError('INTERNAL');
}

/** The status of an error of the framework, or of the router for an address that cannot be decoded. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof URIError ? 400 : null;
}
