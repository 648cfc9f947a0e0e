import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RefusalError } from '#contracts/refusal-error.js';
import { ParseOption, XmlDocument, XmlLibError, XmlValidateError, XsdValidator } from 'libxml2-wasm';

const elements = ['recordId', 'version', 'childCpr', 'observedAt', 'observerCertified', 'item', 'total', 'novaxResult'];
const noOutsideFiles = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE;

/** Compiled once and kept for the life of the process. */
const schema = XsdValidator.fromDoc(XmlDocument.fromString(readFileSync(schemaFile(), 'utf8')));

/** Checks well-formedness and the XSD; the first fault is told with its XPath and line, never with the parser's words. */
export function validateNovaxXml(bytes: Buffer): void {
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromBuffer(bytes, { option: noOutsideFiles });
    schema.validate(document);
  } catch (error) {
    throw error instanceof XmlLibError ? refusalOf(error) : error;
  } finally {
    document?.dispose();
  }
}

function refusalOf(error: XmlLibError): RefusalError {
  const fault = error.details[0];
  const message = fault?.message ?? error.message;
  if (error instanceof XmlValidateError) {
    const place = `${xpathOf(message, fault?.xpath)}:${fault?.line ?? 1}`;
    if (message.includes('Duplicate key-sequence')) return new RefusalError('DUPLICATE_KEY', { place });
    return new RefusalError('SHAPE_INVALID', { place });
  }
  const place = `${fault?.line ?? 1}:${fault?.col ?? 1}`;
  return new RefusalError(message.startsWith('Excessive depth') ? 'TOO_DEEP' : 'MALFORMED', { place });
}

/** Element names are taken over only when they are ours: a sender's own could be anything, a name or a number too. */
function xpathOf(message: string, xpath = '/*'): string {
  const name = /^Element '(?:\{[^}]*\})?([A-Za-z]+)'/.exec(message)?.[1];
  const path = xpath.split('/').map((step) => (step === '' ? '' : `*${/\[\d+\]$/.exec(step)?.[0] ?? ''}`));
  if (name === 'novaxResult') return '/novaxResult';
  if (name !== undefined && elements.includes(name) && name !== 'item') return `/novaxResult/${name}`;
  return path.join('/');
}

/** The schema lies beside its source file and is not copied when the program is compiled. */
function schemaFile(): string {
  const beside = fileURLToPath(new URL('./novax-result.xsd', import.meta.url));
  return existsSync(beside) ? beside : beside.replace(/([\\/])dist[\\/]apps[\\/]/, '$1apps$1');
}
