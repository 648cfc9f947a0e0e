import { describe, expect, it } from '@jest/globals';
import { ReadMarks } from './read-marks.js';

const partition = (nth: number, passed: number, behind: number, topic = 'letters.v1') => ({
  topic,
  partition: nth,
  passed,
  behind,
});
const [first, second, third] = ['2026-05-06T10:00:00Z', '2026-05-06T10:00:01Z', '2026-05-06T10:00:02Z'] as const;

describe('until when operations have heard', () => {
  it('is the moment of the look where nothing is before them', () => {
    const marks = new ReadMarks();
    marks.look([partition(0, 7, 0), partition(1, 0, 0)], first);
    expect(marks.heardUntil(['letters.v1'])).toBe(first);
  });

  it('is not known while what lay there at the first look is not passed, and from then on is that look', () => {
    const marks = new ReadMarks();
    marks.look([partition(0, 0, 100), partition(1, 5, 0)], first);
    marks.look([partition(0, 60, 90), partition(1, 5, 0)], second);
    expect(marks.heardUntil(['letters.v1'])).toBeNull();
    marks.look([partition(0, 100, 90), partition(1, 5, 3)], third);
    expect(marks.heardUntil(['letters.v1'])).toBe(first);
  });

  it('moves on though something always comes', () => {
    const marks = new ReadMarks();
    marks.look([partition(0, 10, 1)], first);
    marks.look([partition(0, 20, 1)], second);
    expect(marks.heardUntil(['letters.v1'])).toBe(first);
    marks.look([partition(0, 30, 1)], third);
    expect(marks.heardUntil(['letters.v1'])).toBe(second);
  });

  it('does not move for one partition that stands, however far the others come', () => {
    const marks = new ReadMarks();
    marks.look([partition(0, 0, 0), partition(1, 0, 0)], first);
    marks.look([partition(0, 0, 1), partition(1, 0, 9)], second);
    marks.look([partition(0, 0, 1), partition(1, 9, 0)], third);
    expect(marks.heardUntil(['letters.v1'])).toBe(first);
  });

  it('is the earliest of several topics', () => {
    const marks = new ReadMarks();
    marks.look([partition(0, 1, 0), partition(0, 1, 0, 'screening.v1')], first);
    marks.look([partition(0, 1, 0), partition(0, 1, 4, 'screening.v1')], second);
    expect(marks.heardUntil(['letters.v1', 'screening.v1'])).toBe(first);
    expect(marks.heardUntil(['letters.v1', 'a topic nobody looked at'])).toBeNull();
  });
});
