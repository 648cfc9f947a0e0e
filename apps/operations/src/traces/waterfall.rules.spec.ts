import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReceivedSpan } from './received-span.js';
import { waterfall } from './waterfall.rules.js';

const span = (spanId: string, parentId: string | null, startUs: number, tookUs = 1_000): ReceivedSpan => ({
  traceId: 'a'.repeat(32),
  spanId,
  parentId,
  service: 'screening',
  name: spanId,
  startUs,
  tookUs,
  failed: false,
});

describe('a waterfall', () => {
  it('puts each span below its parent, brothers by their beginning, and counts from the first', () => {
    const rows = waterfall([
      span('late child', 'root', 5_000),
      span('grandchild', 'child', 3_500),
      span('child', 'root', 2_000),
      span('root', null, 1_000, 9_000),
    ]);

    expect(rows.map(({ name, depth, fromMs }) => [name, depth, fromMs])).toEqual([
      ['root', 0, 0],
      ['child', 1, 1],
      ['grandchild', 2, 2.5],
      ['late child', 1, 4],
    ]);
    expect(rows[0]?.tookMs).toBe(9);
  });

  it('keeps a span whose parent has not come', () => {
    expect(waterfall([span('orphan', 'missing', 10)]).map(({ name, depth }) => [name, depth])).toEqual([['orphan', 0]]);
  });

  it('shows every span once, whatever parents they name', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const parents = fc.array(fc.option(fc.constantFrom(...names, 'missing')), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(parents, fc.array(fc.nat(100), { minLength: 5, maxLength: 5 }), (parentIds, starts) => {
        const rows = waterfall(names.map((name, nth) => span(name, parentIds[nth] ?? null, starts[nth]!)));
        expect(rows.map(({ name }) => name).toSorted()).toEqual(names);
      }),
    );
  });
});
