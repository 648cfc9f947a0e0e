import { describe, expect, it } from '@jest/globals';
import { letterIdOf, messageUuidOf } from './letter-ids.js';

const order = { kind: 'first_share', municipality: 'K1', guardianId: 'a', consent: null } as never;

describe('the ids of a letter', () => {
  it('follow from what ordered it, so that an event read again orders the same letter', () => {
    expect(letterIdOf('event', 'guardian')).toBe(letterIdOf('event', 'guardian'));
    expect(messageUuidOf(order, 0)).toBe(messageUuidOf(order, 0));
  });

  it('are others for another event, another guardian, and after a letter that came to nothing', () => {
    const ids = [letterIdOf('event', 'a'), letterIdOf('event', 'b'), letterIdOf('other', 'a')];
    expect(new Set([...ids, messageUuidOf(order, 0), messageUuidOf(order, 1)]).size).toBe(5);
  });

  it('have the form that the channel asks for', () => {
    expect(messageUuidOf(order, 0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
