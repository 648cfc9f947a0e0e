import { describe, expect, it } from '@jest/globals';
import { ChainSearchSchema, filterOf, pageOf } from './chain-search.js';

const search = (query: object) => ChainSearchSchema.parse(query);
const chains = (count: number) => Array.from({ length: count }, (_, nth) => ({ traceId: `trace-${nth}` }));

describe('a search for chains', () => {
  it('takes a field that is left empty for one that was not given', () => {
    expect(search({ find: '', state: '', sourceSystem: '', from: '', to: '', after: '' })).toEqual(search({}));
  });

  it.each(['find', 'sourceSystem'])(
    'takes no civil registration number in %s: it would stand in the address',
    (field) => {
      for (const typed of ['6403264012', '640326-4012', ' 640326 4012 ', 'NVX 640326-4012'])
        expect(ChainSearchSchema.safeParse({ [field]: typed }).success).toBe(false);
      const id = '01234567-0101-4101-8101-010101010101';
      expect(search({ [field]: id })).toMatchObject({ [field]: id });
    },
  );

  it.each([
    ['winter', '2026-01-06T10:15', '2026-01-06T09:15:00Z'],
    ['summer', '2026-07-06T10:15', '2026-07-06T08:15:00Z'],
    ['the hour that is there twice', '2026-10-25T02:30', '2026-10-25T00:30:00Z'],
  ])('takes times as they are on a Danish clock in %s', (_, from, instant) => {
    expect(filterOf(search({ from }), 'K1')).toMatchObject({ municipality: 'K1', from: instant, to: undefined });
  });

  it('leads to the older chains, with the same criteria, only where there are some', () => {
    const asked = search({ state: 'stopped' });
    expect(pageOf(asked, chains(50))).toMatchObject({ older: null });
    const { chains: shown, older } = pageOf(asked, chains(51));
    expect([shown.length, older]).toEqual([50, '/?state=stopped&after=trace-49']);
  });
});
