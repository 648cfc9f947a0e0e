import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kombiRequest } from './kombi-request.js';
import { writeForsendelse } from './write-forsendelse.js';

const golden = join(dirname(fileURLToPath(import.meta.url)), 'golden');
const paper = {
  messageUuid: '3f0c8a52-6f0e-4d57-9a35-1f2b7f6f3c01',
  recipientCpr: '8112901121',
  pdf: Buffer.from('%PDF-1.7\n'),
};

describe('the body of a send', () => {
  it('of a paper letter is exactly as in the golden file', () => {
    const body = `${kombiRequest({ channel: 'physical_letter', payload: writeForsendelse(paper) })}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(join(golden, 'paper.xml'), body);
    expect(body).toBe(readFileSync(join(golden, 'paper.xml'), 'utf8'));
  });

  it('of a digital letter holds the message as it was written, and the choice we made', () => {
    expect(kombiRequest({ channel: 'digital_post', payload: '<memo:Message/>' })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><kombi_request><KombiValgKode>Digital Post</KombiValgKode><memo:Message/></kombi_request>',
    );
  });

  it('is refused for a number that is no CPR number', () => {
    expect(() => writeForsendelse({ ...paper, recipientCpr: '811290-1121' })).toThrow('MEMO_INVALID');
  });
});
