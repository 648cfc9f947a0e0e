import { describe, expect, it } from '@jest/globals';
import type { PlacedFact } from '../record/record-batch.js';
import { viewsToKeep } from './views-to-keep.rules.js';

const factsOf = (childId: string, seqs: readonly number[]) => seqs.map((seq) => ({ childId, seq }) as PlacedFact);

describe('a view that stands there', () => {
  it.each([
    ['is folded again from all facts', [1, 2, 3], false],
    ['is kept without a fact', [], true],
    ['is kept when the first fact is missing', [2, 3], true],
    ['is kept when one in between is missing', [1, 3], true],
  ])('%s', (_, seqs, isKept) => {
    const facts = [...factsOf('before', [1, 2]), ...factsOf('child', seqs), ...factsOf('with facts alone', [2])];
    expect([...viewsToKeep(['before', 'child'], facts)]).toEqual(isKept ? ['child'] : []);
  });
});
