import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ownPath } from './own-path.js';

describe('where a person may be sent back to', () => {
  it('is a page of the portal', () => {
    for (const path of ['/portal', '/portal/children/1-2_3', '/portal/documents/a/versions/1'])
      expect(ownPath(path)).toBe(path);
  });

  it('is never another place, whatever is asked for', () => {
    for (const place of [
      undefined,
      7,
      ['/portal/x'],
      '/portalx',
      '/portal//x',
      '/portal/.',
      '/portal/x?y',
      '/portal/x#y',
      '/portal/\n',
    ]) {
      expect(ownPath(place)).toBe('/portal');
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^\/portal[\w/-]*$/.test(ownPath(text))));
    fc.assert(fc.property(fc.webUrl(), (url) => ownPath(url) === '/portal'));
  });
});
