import { sqlState } from '#persistence/sql-state.js';
import { HandlerTimeout } from './handler-timeout.js';
import { KeyBoundError } from './key-bound-error.js';
import { PoisonError } from './poison-error.js';
import { TransientError } from './transient-error.js';

export type ErrorClass = 'transient' | 'key_bound' | 'poison' | 'bug';

export interface ClassifiedError {
  errorClass: ErrorClass;
  /** Stable, upper case, no values. */
  code: string;
}

/** Connection, resource, intervention, I/O, serialization and time-out states of PostgreSQL: all may pass. */
const TRANSIENT_STATES = /^(08|53|57|58|40)|^(55P03|25P03|25006)$/;
const TRANSIENT_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** node-postgres tells a lost connection only in words. */
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|The client was closed)/;

/** Time-outs of one event after which its handler is taken to hang: with the pauses between them, about half an hour. */
const HANGS_AFTER = 10;

/**
 * The one place that decides what becomes of an event whose handling failed: try later, park its child, dead letter, or count a bug.
 * `attempts`: how often it has been tried with no other outcome than this one. A handling that took too long waited for a slow database or
 * neighbour, as far as anybody can see from here; only one that takes too long every time hangs by its own fault.
 */
export function classifyError(error: unknown, attempts = 1): ClassifiedError {
  if (error instanceof KeyBoundError) return { errorClass: 'key_bound', code: error.code };
  if (error instanceof PoisonError) return { errorClass: 'poison', code: error.code };
  if (error instanceof TransientError) return { errorClass: 'transient', code: error.code };
  if (error instanceof HandlerTimeout)
    return { errorClass: attempts < HANGS_AFTER ? 'transient' : 'bug', code: error.code };
  const state = sqlState(error);
  if (state) {
    return TRANSIENT_STATES.test(state)
      ? { errorClass: 'transient', code: `DATABASE_${state}` }
      : { errorClass: 'bug', code: `DATABASE_${state}` };
  }
  const systemCode = codeOf(error) ?? codeOf((error as { cause?: unknown } | null)?.cause);
  if (systemCode && TRANSIENT_SYSTEM_CODES.has(systemCode)) return { errorClass: 'transient', code: systemCode };
  if ((error as { name?: unknown } | null | undefined)?.name === 'TimeoutError')
    return { errorClass: 'transient', code: 'TIME_OUT' };
  if (error instanceof Error && LOST_CONNECTION.test(error.message)) {
    return { errorClass: 'transient', code: 'DATABASE_CONNECTION_LOST' };
  }
  return { errorClass: 'bug', code: bugCode(error) };
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

/** `TypeError` becomes TYPE_ERROR; a refusal that was not meant for a consumer keeps its code. */
function bugCode(error: unknown): string {
  const code = codeOf(error);
  if (code && /^[A-Z0-9_]{1,64}$/.test(code)) return code;
  const name = error instanceof Error ? error.name : 'UNKNOWN';
  return (
    name
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .toUpperCase()
      .slice(0, 64) || 'UNKNOWN'
  );
}
