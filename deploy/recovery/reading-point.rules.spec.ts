import { describe, expect, it } from '@jest/globals';
import { readingPoint } from './reading-point.rules.js';

describe('where a group reads again', () => {
  it.each([
    ['from the moment on', { passed: 90, start: 0, end: 100, wished: 40 }, 40],
    ['never forward', { passed: 90, start: 0, end: 100, wished: 100 }, 90],
    ['not before what is kept', { passed: 90, start: 50, end: 100, wished: 0 }, 50],
    ['from where it is when all it passed has left the topic', { passed: 10, start: 50, end: 100, wished: 0 }, 50],
    ['all of a topic that was made anew', { passed: 90, start: 0, end: 7, wished: 7 }, 0],
    ['all of one that has been empty since', { passed: 90, start: 0, end: 0, wished: 0 }, 0],
    ['nothing that it has not begun', { passed: null, start: 0, end: 7, wished: 3 }, null],
  ])('%s', (_, partition, expected) => {
    expect(readingPoint(partition)).toBe(expected);
  });
});
