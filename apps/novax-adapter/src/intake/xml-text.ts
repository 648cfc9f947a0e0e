import { RefusalError } from '#contracts/refusal-error.js';

/**
 * Refuses what an XML parser should never see: a document type, which is where entities and external files come in,
 * and a declared encoding that contradicts the bytes. Looks at the raw text, before any parser.
 */
export function refuseUnsafeXml(text: string): void {
  const docType = text.search(/<!(?:DOCTYPE|ENTITY)/i);
  if (docType >= 0) throw new RefusalError('DOCTYPE_FORBIDDEN', { place: `line ${lineOf(text, docType)}` });
  const declared = /^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  if (declared !== undefined && declared.toUpperCase() !== 'UTF-8') {
    throw new RefusalError('MALFORMED', {
      place: 'line 1',
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
