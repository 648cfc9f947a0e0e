import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRecordId } from './record-id.rules.js';
import { newReceiptId } from './receipt-id.js';

describe('a record id', () => {
  it.each(['NVX-1001', 'a', '2026.05.06:17', '20260506101500', '9999999999', 'NVX-4012640326'])('may be %s', (id) => {
    expect(isRecordId(id)).toBe(true);
  });

  it.each(['', 'NVX 1', 'NVX/1', 'x'.repeat(65), '6403264012', '640326-4012', 'P6403264012', 'a.640326-4012.b'])(
    'may not be %s',
    (id) => {
      expect(isRecordId(id)).toBe(false);
    },
  );

  it('may be any UUID, also with something before or behind it', () => {
    fc.assert(fc.property(fc.uuid(), (id) => isRecordId(id) && isRecordId(`${id}-weight`) && isRecordId(`r.${id}`)));
    expect(isRecordId('ab640326-4012-4abc-8abc-abcdefabcdef-weight')).toBe(true);
  });
});

describe('a receipt id', () => {
  it('is a UUID of version 7, and the later one sorts behind', () => {
    const id = newReceiptId();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Math.abs(parseInt(id.replace('-', '').slice(0, 12), 16) - Date.now())).toBeLessThan(1000);
    expect(new Set(Array.from({ length: 1000 }, newReceiptId)).size).toBe(1000);
  });
});
