import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RateLimit } from './rate-limit.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const refusal = (act: () => void): unknown => {
  try {
    act();
    return null;
  } catch (error) {
    return error;
  }
};

describe('a limit', () => {
  it('takes so many in its time, and begins anew when the time is over', () => {
    const limit = new RateLimit(2, 60_000);
    limit.take('here');
    limit.take('here');
    expect(refusal(() => limit.take('here'))).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 60 });
    limit.take('there');
    jest.advanceTimersByTime(60_000);
    expect(refusal(() => limit.take('here'))).toBeNull();
  });

  it('is not moved by those who are refused', () => {
    const limit = new RateLimit(1, 60_000);
    limit.count('here');
    jest.advanceTimersByTime(50_000);
    expect(refusal(() => limit.demand('here'))).toMatchObject({ retryAfterSeconds: 10 });
    jest.advanceTimersByTime(10_000);
    expect(refusal(() => limit.demand('here'))).toBeNull();
  });
});
