import { describe, expect, it } from '@jest/globals';
import type { PlacedFact } from '../record/record-batch.js';
import { viewsToKeep } from './views-to-keep.rules.js';

const factsOf = (childId: string, seqs: readonly number[]) => seqs.map((seq) => ({ childId, seq }) as PlacedFact);

describe('a child', () => {
  it.each([
    ['is folded again from all facts', 3, [1, 2, 3], false],
    ['is folded again when its view is behind its facts', 2, [1, 2, 3], false],
    ['keeps its view without a fact', 3, [], true],
    ['keeps its view when the first fact is missing', 3, [2, 3], true],
    ['keeps its view when one in between is missing', 3, [1, 3], true],
    ['keeps its view when the last ones are missing', 3, [1, 2], true],
    ['without a view is folded from all facts', null, [1, 2], false],
    ['without a view is not folded from facts with a hole', null, [1, 3], true],
  ])('%s', (_, revision, seqs, isKept) => {
    const viewed = new Map([
      ['before', { revision: 2 }],
      ...(revision === null ? [] : [['child', { revision }] as const]),
    ]);
    expect([...viewsToKeep(viewed, [...factsOf('before', [1, 2]), ...factsOf('child', seqs)])]).toEqual(
      isKept ? ['child'] : [],
    );
  });
});
