import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formFields } from './form-fields.js';

const sent = (fields: [string, string][]): Uint8Array => Buffer.from(new URLSearchParams(fields).toString());

describe('the fields of a form', () => {
  it('are those that were sent, whatever stands in them', () => {
    const name = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed());
    const value = name.filter((text) => !text.includes('\r\n'));
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), (fields) => {
        expect(formFields(sent(fields))).toEqual(Object.fromEntries(fields));
      }),
    );
  });

  it('have line ends of one kind', () => {
    expect(formFields(sent([['text', 'one\r\ntwo']]))).toEqual({ text: 'one\ntwo' });
  });

  it('stand once: which of two is meant, nobody knows', () => {
    expect(() => formFields(Buffer.from('a=1&a=2'))).toThrow('SHAPE_INVALID');
  });

  it('are text', () => {
    expect(() => formFields(Buffer.from([0x61, 0x3d, 0xff]))).toThrow('MALFORMED');
  });

  it('set nothing but themselves', () => {
    const fields = formFields(Buffer.from('__proto__=x&constructor=y'));
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(Object.hasOwn(fields, '__proto__')).toBe(true);
  });
});
