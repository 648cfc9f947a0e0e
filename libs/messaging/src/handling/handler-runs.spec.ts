import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Delivery } from '../events/delivery.js';
import { handlerRuns } from './handler-runs.js';

const delivery = (type: string, key: string) => ({ type, key }) as Delivery;
const itself = (type: string) => type;

describe('The runs of a batch', () => {
  it('gather what one handler takes, whichever children it concerns', () => {
    const batch = [delivery('a', '1'), delivery('b', '1'), delivery('a', '2'), delivery('b', '2')];
    expect(handlerRuns(batch, itself)).toEqual([
      { handledBy: 'a', places: [0, 2] },
      { handledBy: 'b', places: [1, 3] },
    ]);
  });

  it('keep the order of a child: what comes after stays after', () => {
    const batch = [delivery('a', '1'), delivery('b', '1'), delivery('a', '1')];
    expect(handlerRuns(batch, itself).map(({ places }) => places)).toEqual([[0], [1], [2]]);
  });

  it('are a single one when one handler takes all types', () => {
    const batch = [delivery('a', '1'), delivery('b', '1'), delivery('a', '1')];
    expect(handlerRuns(batch, () => 'everything')).toEqual([{ handledBy: 'everything', places: [0, 1, 2] }]);
  });

  it('hold each event once, each at its own handler, each child in its order', () => {
    const deliveries = fc.array(
      fc.record({ type: fc.constantFrom('a', 'b', 'c'), key: fc.constantFrom('1', '2', '3') }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(deliveries, (given) => {
        const batch = given.map(({ type, key }) => delivery(type, key));
        const runs = handlerRuns(batch, itself);
        const handled = runs.flatMap(({ places }) => places);
        expect([...handled].sort((a, b) => a - b)).toEqual(batch.map((_, place) => place));
        for (const { handledBy, places } of runs) {
          expect(places.every((place) => batch[place]!.type === handledBy)).toBe(true);
        }
        for (const key of ['1', '2', '3']) {
          const ofKey = handled.filter((place) => batch[place]!.key === key);
          expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
        }
      }),
    );
  });
});
