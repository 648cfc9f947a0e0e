import { Temporal } from 'temporal-polyfill';
import type { KombiReply } from './kombi-reply.js';
import type { SendOutcome } from './letter-channel.js';

/** The channel's answer over HTTP; `reply` is null when the body is not the agreed one. */
export interface ChannelAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly reply: KombiReply | null;
}

/**
 * Error ids of the channel, as data: the real list is not published. Ids that are not here are permanent when the answer says 4xx or 200,
 * and pass when it says 5xx.
 */
const KNOWN_ERRORS: Readonly<Record<string, { code: string; passes: boolean }>> = {
  RECIPIENT_UNKNOWN: { code: 'RECIPIENT_UNKNOWN', passes: false },
  NOT_ALLOWED: { code: 'RECIPIENT_NOT_ALLOWED', passes: false },
  INVALID: { code: 'MEMO_INVALID', passes: false },
  TEMPORARY: { code: 'CHANNEL_UNAVAILABLE', passes: true },
};
/** The channel has a message with our id already: that is our own, from an earlier try. */
const ALREADY_KNOWN = 'DUPLICATE_MESSAGE_UUID';

/**
 * What an answer means for the letter. A refusal only counts as one when the channel says so: a 5xx without the agreed body may have been
 * accepted, and is lost. So may a 429 or 503 of something in between that had handed the letter on, unless it names the time to come again.
 * 401 is handled before this.
 */
export function sendOutcome({ status, retryAfterSeconds, reply }: ChannelAnswer): SendOutcome {
  if (reply?.accepted) return { kind: 'accepted', transmissionId: reply.transmissionId };
  if (reply?.errorId === ALREADY_KNOWN) return { kind: 'accepted', transmissionId: reply.transmissionId };
  const retryAfter = retryAfterSeconds === null ? undefined : Temporal.Duration.from({ seconds: retryAfterSeconds });
  const notTaken = reply !== null || retryAfter !== undefined;
  if (status === 429 || status === 503) {
    const code = status === 429 ? 'CHANNEL_BUSY' : 'CHANNEL_UNAVAILABLE';
    return notTaken ? { kind: 'refused_for_now', code, retryAfter } : { kind: 'lost', code };
  }
  const known = reply?.errorId ? KNOWN_ERRORS[reply.errorId] : undefined;
  if (known)
    return known.passes
      ? { kind: 'refused_for_now', code: known.code, retryAfter }
      : { kind: 'refused', code: known.code };
  if (status >= 500)
    return reply
      ? { kind: 'refused_for_now', code: 'CHANNEL_ERROR', retryAfter }
      : { kind: 'lost', code: 'CHANNEL_ERROR' };
  if (status === 400 || status === 413 || status === 415 || status === 422)
    return { kind: 'refused', code: 'MEMO_INVALID' };
  if (status >= 400) return { kind: 'refused_for_now', code: 'CHANNEL_FORBIDDEN', retryAfter };
  return reply ? { kind: 'refused', code: 'CHANNEL_REFUSED' } : { kind: 'lost', code: 'ANSWER_UNREADABLE' };
}

const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What an error of the line means: only when the connection was never made is it certain that nothing arrived. */
export function outcomeOfLineError(error: unknown): SendOutcome {
  const code = lineErrorCode(error);
  return NEVER_LEFT.has(code)
    ? { kind: 'refused_for_now', code: 'CHANNEL_UNREACHABLE' }
    : { kind: 'lost', code: 'ANSWER_LOST' };
}

function lineErrorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const own = (error as { code?: unknown }).code;
  if (typeof own === 'string') return own;
  const inner = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  return lineErrorCode(inner);
}
