import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { Clock } from './clock.js';

const at = (text: string) => new Clock(Temporal.Instant.from(text));

describe('the clock', () => {
  it('ticks on from where it was set', () => {
    const clock = at('2026-03-01T10:00:00Z');
    const first = clock.now();
    expect(first.since('2026-03-01T10:00:00Z').total('seconds')).toBeLessThan(5);
    clock.set(Temporal.Instant.from('2030-01-01T00:00:00Z'));
    expect(clock.now().toString()).toMatch(/^2030-01-01T00:00:0/);
  });

  it.each([
    ['just before midnight in winter', '2026-01-14T22:59:50Z', '2026-01-14'],
    ['just after midnight in winter', '2026-01-14T23:00:10Z', '2026-01-15'],
    ['just before midnight in summer', '2026-07-14T21:59:50Z', '2026-07-14'],
    ['just after midnight in summer', '2026-07-14T22:00:10Z', '2026-07-15'],
    ['in the hour that is skipped', '2026-03-29T01:30:00Z', '2026-03-29'],
    ['in the hour that comes twice', '2026-10-25T00:30:00Z', '2026-10-25'],
  ])('knows the day in Denmark %s', (_, instant, day) => {
    expect(at(instant).today().toString()).toBe(day);
  });
});
