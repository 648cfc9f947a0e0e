import { describe, expect, it } from '@jest/globals';
import { ConsentStateSchema } from '#contracts/questions/consents.js';
import { da } from '../words/da.js';
import { consentStanding, waitsForMe } from './consent-standing.rules.js';

describe('how a consent stands for the one who looks', () => {
  it.each(ConsentStateSchema.options)('has words for %s, whoever’s turn it is', (state) => {
    for (const mayAnswer of [[], ['granted' as const]]) {
      expect(da.consents.states[consentStanding({ state, mayAnswer })]).toBeDefined();
    }
  });

  it('waits for the one who may say yes, and for the others when that one has', () => {
    expect(consentStanding({ state: 'pending', mayAnswer: ['granted', 'declined'] })).toBe('pending_mine');
    expect(consentStanding({ state: 'pending', mayAnswer: ['withdrawn'] })).toBe('pending_others');
    expect(waitsForMe({ state: 'incomplete', mayAnswer: ['granted'] })).toBe(true);
  });

  it('asks nobody to agree once more to what is in force', () => {
    expect(waitsForMe({ state: 'active', mayAnswer: ['granted', 'withdrawn'] })).toBe(false);
  });

  it('asks the young person, and tells the parent that the answer no longer is theirs', () => {
    expect(consentStanding({ state: 'in_review', mayAnswer: ['granted', 'declined'] })).toBe('in_review_mine');
    expect(consentStanding({ state: 'in_review', mayAnswer: [] })).toBe('in_review_others');
  });
});
