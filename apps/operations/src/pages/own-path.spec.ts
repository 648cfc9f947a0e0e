import { describe, expect, it } from '@jest/globals';
import { ownPath } from './own-path.js';

describe('where a login leads back to', () => {
  it.each([
    '/stopped/operations?code=X&state=open',
    '/chains/0af7651916cd43dd8448eb211c80319c/page',
    '/?find=0190a5d0-1234-7abc-8def-123456789012',
  ])('is where it began: %s', (path) => {
    expect(ownPath(path)).toBe(path);
  });

  it.each([
    ['to another site', '//elsewhere.example'],
    ['to another site, in a way that browsers forgive', '/\\elsewhere.example'],
    ['to an address with a civil registration number', '/?find=6403264012'],
    ['to one with its hyphen', '/?find=640326-4012&state=open'],
    ['to one with a space, as a form sends it', '/?find=640326+4012'],
    ['to one with a space, written otherwise', '/?find=640326%204012'],
    ['to one that stands in the path', '/stopped/640326-4012'],
    ['to what is no text', ['/']],
  ])('is never one %s', (_, path) => {
    expect(ownPath(path)).toBe('/');
  });
});
