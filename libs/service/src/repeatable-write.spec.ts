import { describe, expect, it } from '@jest/globals';
import type { StaffPrincipal } from '#security/principal.js';
import { repeatableWrite } from './repeatable-write.js';

const key = '8e03978e-40d5-43dd-bc93-6894a57f9324';
const nurse: StaffPrincipal = {
  kind: 'staff',
  subject: 'nurse-1',
  role: 'health_visitor',
  organisation: 'HV-1',
  municipality: 'K1',
};

const request = (change: object = {}, header: string | undefined = key) => ({
  method: 'POST',
  originalUrl: '/notes',
  headers: { 'idempotency-key': header },
  principal: nurse,
  body: { text: 'Godt.' },
  ...change,
});

describe('a write that may be sent again', () => {
  it('is the same write with its key bare, quoted or in capitals', () => {
    const bare = repeatableWrite(request());
    expect(repeatableWrite(request({}, `"${key}"`))).toEqual(bare);
    expect(repeatableWrite(request({}, key.toUpperCase()))).toEqual(bare);
  });

  it('is another one of another caller, also of one with the same name elsewhere', () => {
    const { id } = repeatableWrite(request());
    expect(repeatableWrite(request({ principal: { ...nurse, subject: 'nurse-2' } })).id).not.toBe(id);
    expect(repeatableWrite(request({ principal: { ...nurse, municipality: 'K2' } })).id).not.toBe(id);
    expect(repeatableWrite(request({ principal: { kind: 'service', clientId: 'nurse-1', scopes: [] } })).id).not.toBe(
      id,
    );
  });

  it('is told from another write under its key by door, child and body', () => {
    const { id, fingerprint } = repeatableWrite(request());
    for (const change of [
      { method: 'PUT' },
      { originalUrl: '/other' },
      { body: { text: 'Andet.' } },
      { body: undefined },
    ]) {
      const other = repeatableWrite(request(change));
      expect(other.id).toBe(id);
      expect(other.fingerprint).not.toBe(fingerprint);
    }
  });

  it('is the same write when only that differs which may', () => {
    const written = (login: string, text = 'Godt.') => request({ body: { text, login: { at: login } } });
    const { fingerprint } = repeatableWrite(written('10:00'), ['login']);
    expect(repeatableWrite(written('10:06'), ['login']).fingerprint).toBe(fingerprint);
    expect(repeatableWrite(written('10:06', 'Andet.'), ['login']).fingerprint).not.toBe(fingerprint);
    expect(repeatableWrite(written('10:06')).fingerprint).not.toBe(repeatableWrite(written('10:00')).fingerprint);
  });

  it('needs a key that is a UUID', () => {
    const missing = { ...request(), headers: {} };
    expect(() => repeatableWrite(missing)).toThrow(expect.objectContaining({ code: 'IDEMPOTENCY_KEY_MISSING' }));
    for (const wrong of ['', 'again', `"${key}`, `${key}, ${key}`]) {
      expect(() => repeatableWrite(request({}, wrong))).toThrow(expect.objectContaining({ code: 'SHAPE_INVALID' }));
    }
  });
});
