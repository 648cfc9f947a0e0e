import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { shapeRefusal } from './shape-refusal.js';

describe('The refusal of a value that breaks its schema', () => {
  const ListSchema = z.strictObject({
    sourceSystem: z.string().optional(),
    limit: z.coerce.number().max(200).optional(),
  });
  const refusal = (value: unknown, where: 'body' | 'query' = 'query') =>
    shapeRefusal(ListSchema, ListSchema.safeParse(value).error!, where);

  it('names the part of a query that the door does not know, and those that it knows', () => {
    expect(refusal({ sender: 'NOVAX-K1' })).toMatchObject({
      code: 'SHAPE_INVALID',
      place: 'query',
      detail: 'This door does not know sender.',
      cure: 'Ask with: sourceSystem, limit.',
    });
  });

  it.each(['640326-4012', 'Ada Lovelace', 'x'.repeat(41)])('does not repeat %s, which is no name of ours', (name) => {
    const { detail, place, cure } = refusal({ [name]: '1' });
    expect([detail, place, cure].join()).not.toContain(name);
    expect(detail).toBe('This door does not know a part of the query.');
  });

  it('does not repeat what stands in a body', () => {
    const { detail, place } = refusal({ sender: '1' }, 'body');
    expect([place, detail]).toEqual(['body', 'The value breaks the rule unrecognized_keys.']);
  });

  it('says the place of a wrong value', () => {
    expect(refusal({ limit: '201' })).toMatchObject({
      place: 'query/limit',
      detail: 'The value breaks the rule too_big.',
    });
  });
});
