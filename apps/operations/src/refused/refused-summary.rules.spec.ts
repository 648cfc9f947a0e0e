import { describe, expect, it } from '@jest/globals';
import { refusedSummary } from './refused-summary.rules.js';

const days = ['2026-05-04', '2026-05-05', '2026-05-06'];
const counted = (sourceSystem: string, code: string, day: string, count: number) => ({
  sourceSystem,
  code,
  day,
  count,
  place: 'score',
  lastAt: `${day}T08:00:00.000Z`,
});

describe('what senders were refused for', () => {
  it('is counted for each sender and code, the worst first, with a number for every day', () => {
    const summary = refusedSummary(
      [
        counted('A', 'SCORE_MISMATCH', '2026-05-04', 1),
        counted('A', 'SCORE_MISMATCH', '2026-05-06', 2),
        counted('B', 'CPR_INVALID', '2026-05-05', 9),
        counted('A', 'CPR_INVALID', '2026-05-05', 5),
      ],
      days,
    );
    expect(summary.map(({ sourceSystem, count }) => [sourceSystem, count])).toEqual([
      ['B', 9],
      ['A', 8],
    ]);
    expect(summary[1]!.kinds).toEqual([
      expect.objectContaining({ code: 'CPR_INVALID', count: 5, perDay: [0, 5, 0] }),
      expect.objectContaining({
        code: 'SCORE_MISMATCH',
        count: 3,
        perDay: [1, 0, 2],
        place: 'score',
        lastAt: '2026-05-06T08:00:00.000Z',
        cure: expect.stringMatching(/\w+/),
      }),
    ]);
  });

  it('has words for a code that this version does not know', () => {
    expect(refusedSummary([counted('A', 'NEW_CODE', '2026-05-04', 1)], days)[0]!.kinds[0]).toMatchObject({
      title: 'NEW_CODE',
    });
  });
});
