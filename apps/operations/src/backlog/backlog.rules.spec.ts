import { describe, expect, it } from '@jest/globals';
import { backlogOf } from './backlog.rules.js';

const look = (second: number, waiting: number, passed: number) => ({ atMs: second * 1000, waiting, passed });

describe('what waits for a service', () => {
  it.each([
    ['nobody has looked', [], 0, { waiting: 0, most: 0, handledPerSecond: null, secondsLeft: null }],
    ['the first look', [look(0, 900, 100)], 0, { waiting: 900, most: 900, handledPerSecond: null, secondsLeft: null }],
    [
      'it goes down',
      [look(0, 1000, 0), look(10, 800, 200)],
      1000,
      { waiting: 800, most: 1000, handledPerSecond: 20, secondsLeft: 40 },
    ],
    [
      'as much comes as is handled',
      [look(0, 100, 0), look(10, 100, 500)],
      100,
      { waiting: 100, most: 100, handledPerSecond: 50, secondsLeft: null },
    ],
    [
      'the service is away and more comes',
      [look(0, 100, 7), look(10, 300, 7)],
      100,
      { waiting: 300, most: 300, handledPerSecond: 0, secondsLeft: null },
    ],
    [
      'all is done',
      [look(0, 50, 0), look(10, 0, 50)],
      1000,
      { waiting: 0, most: 0, handledPerSecond: 5, secondsLeft: 0 },
    ],
  ])('%s', (_, samples, mostBefore, expected) => {
    expect(backlogOf(samples, mostBefore)).toEqual(expected);
  });
});
