import type { KlMediaType } from './kl-media-type.js';

const [LESS_THAN, SLASH, EXCLAMATION, QUESTION] = [0x3c, 0x2f, 0x21, 0x3f];
const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b];

/** The largest delivery that is really sent, of ten megabytes, holds some 350,000 elements in XML and some 300,000 parts in JSON. */
const MOST: Readonly<Record<KlMediaType, number>> = {
  'application/fhir+xml': 500_000,
  'application/fhir+json': 1_500_000,
};

/**
 * The limit that a delivery is over, or null. Reading costs time and memory by the part and not by the byte; parts are counted on the bytes
 * alone, which takes some milliseconds: beginnings of elements in XML; objects, lists and commas in JSON, those in texts included.
 */
export function tooManyParts(bytes: Uint8Array, mediaType: KlMediaType): number | null {
  const parts = mediaType === 'application/fhir+json' ? jsonParts(bytes) : xmlElements(bytes);
  return parts > MOST[mediaType] ? MOST[mediaType] : null;
}

function jsonParts(bytes: Uint8Array): number {
  let parts = 0;
  for (const byte of bytes) if (byte === COMMA || byte === BRACE || byte === BRACKET) parts++;
  return parts;
}

function xmlElements(bytes: Uint8Array): number {
  let elements = 0;
  for (let at = bytes.indexOf(LESS_THAN); at >= 0; at = bytes.indexOf(LESS_THAN, at + 1)) {
    const next = bytes[at + 1];
    if (next !== SLASH && next !== EXCLAMATION && next !== QUESTION) elements++;
  }
  return elements;
}
