import { RefusalError } from '#contracts/refusal-error.js';

/**
 * Refuses what an XML parser should never see: a document type, which is where entities and external files come in,
 * and a declared encoding that contradicts the bytes. Looks at the raw text, before any parser.
 */
export function refuseUnsafeXml(text: string): void {
  const zero = text.indexOf('\0');
  if (zero >= 0) {
    throw new RefusalError('MALFORMED', { place: `1:${zero + 1}`, detail: 'A zero byte is not XML in UTF-8.' });
  }
  const docType = text.search(/<!(?:DOCTYPE|ENTITY)/i);
  if (docType >= 0) throw new RefusalError('DOCTYPE_FORBIDDEN', { place: `${lineOf(text, docType)}:1` });
  const declared = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (declared !== undefined && declared.toUpperCase() !== 'UTF-8') {
    throw new RefusalError('MALFORMED', {
      place: '1:1',
      detail: 'The declared encoding is not UTF-8',
      cure: 'Send UTF-8 and declare it, or leave the encoding out.',
    });
  }
}

/** Line number from 1 of the character at `at`. */
export function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}
