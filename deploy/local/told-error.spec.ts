import { describe, expect, it } from '@jest/globals';
import { CommandError } from './command-error.js';
import { toldError } from './told-error.js';

describe('an error of a command', () => {
  it('that a person can mend is told in its own words', () => {
    expect(toldError(new CommandError('Name a file.'))).toBe('Name a file.');
  });

  it.each([
    ['a door that does not answer in time', new DOMException('The operation was aborted', 'TimeoutError')],
    ['a hub that has ended', new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })],
  ])('%s is told without a trace, with what to do', (_what, error) => {
    expect(toldError(error)).toMatch(/^The hub did not answer \((TIME_OUT|ECONNREFUSED)\).*Give the command again/);
  });

  it('of ours is shown as it is', () => {
    const error = new TypeError('x is not a function');
    expect(toldError(error)).toBe(error);
  });
});
