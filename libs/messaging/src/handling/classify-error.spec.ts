import { describe, expect, it } from '@jest/globals';
import { RefusalError } from '#contracts/refusal-error.js';
import { classifyError } from './classify-error.js';
import { HandlerTimeout } from './handler-timeout.js';
import { KeyBoundError } from './key-bound-error.js';
import { PoisonError } from './poison-error.js';
import { TransientError } from './transient-error.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });
const wrapped = (code: string) => Object.assign(new Error('Query failed'), { driverError: { code } });

describe('What becomes of an event whose handling failed', () => {
  it.each([
    ['a refused child', new KeyBoundError('UNKNOWN_CHILD'), 'key_bound', 'UNKNOWN_CHILD'],
    ['a dependency that is away', new TransientError('CONSENT_UNREACHABLE'), 'transient', 'CONSENT_UNREACHABLE'],
    ['an event that nobody can handle', new PoisonError('TYPE_UNKNOWN'), 'poison', 'TYPE_UNKNOWN'],
    ['a database that shuts down', withCode('57P01'), 'transient', 'DATABASE_57P01'],
    ['a database that starts', wrapped('57P03'), 'transient', 'DATABASE_57P03'],
    ['a full disk', withCode('53100'), 'transient', 'DATABASE_53100'],
    ['too many connections', withCode('53300'), 'transient', 'DATABASE_53300'],
    ['a read-only standby', withCode('25006'), 'transient', 'DATABASE_25006'],
    ['a deadlock', withCode('40P01'), 'transient', 'DATABASE_40P01'],
    ['a slow statement that was ended', withCode('57014'), 'transient', 'DATABASE_57014'],
    ['a broken uniqueness', wrapped('23505'), 'bug', 'DATABASE_23505'],
    ['an unknown column', withCode('42703'), 'bug', 'DATABASE_42703'],
    ['a refused connection', withCode('ECONNREFUSED'), 'transient', 'ECONNREFUSED'],
    [
      'a fetch whose socket broke',
      new TypeError('fetch failed', { cause: withCode('ECONNRESET') }),
      'transient',
      'ECONNRESET',
    ],
    ['a lost connection', new Error('Connection terminated unexpectedly'), 'transient', 'DATABASE_CONNECTION_LOST'],
    [
      'a pool without a free connection',
      new Error('timeout exceeded when trying to connect'),
      'transient',
      'DATABASE_CONNECTION_LOST',
    ],
    ['a time-out', AbortSignal.abort(new DOMException('late', 'TimeoutError')).reason, 'transient', 'TIME_OUT'],
    ['a handling that took too long', new HandlerTimeout('late'), 'transient', 'HANDLER_TIMEOUT'],
    ['a TypeError', new TypeError('x is not a function'), 'bug', 'TYPE_ERROR'],
    ['a refusal that reached a consumer', new RefusalError('NOT_FOUND'), 'bug', 'NOT_FOUND'],
    ['a thrown word', 'no', 'bug', 'UNKNOWN'],
    ['nothing at all', undefined, 'bug', 'UNKNOWN'],
  ])('after %s', (_, error, errorClass, code) => {
    expect(classifyError(error)).toEqual({ errorClass, code });
  });

  it.each([
    [1, 'transient'],
    [9, 'transient'],
    [10, 'bug'],
    [11, 'bug'],
  ])('after it took too long %i times and never ended: %s', (attempts, errorClass) => {
    expect(classifyError(new HandlerTimeout('late'), attempts)).toEqual({ errorClass, code: 'HANDLER_TIMEOUT' });
    expect(classifyError(new TransientError('AWAY'), attempts).errorClass).toBe('transient');
  });
});
