import { RefusalError } from '#contracts/refusal-error.js';
import { readJson } from '#service/read-json.js';
import { readUtf8 } from '#service/read-utf8.js';
import type { KlIssue } from './fhir/faults.js';
import { numberFromDigits } from './fhir/number-text.js';
import { fhirFromXml } from './xml/fhir-from-xml.js';
import { lineOfPlace } from './xml/place-line.js';
import { readXml } from './xml/read-xml.js';

export type KlMediaType = 'application/fhir+json' | 'application/fhir+xml';

interface DeliverySource {
  /** The JSON form, whichever form was sent. */
  readonly root: unknown;
  /** Adds where in the source a fault sits, as far as the source has lines. */
  locate(issue: KlIssue): KlIssue;
}

const MAX_BYTES = 10_000_000;
/** Deepest path of the guide is 15; narrative is a string. */
const MAX_DEPTH = 32;

/** Reads bytes strictly; throws RefusalError when they cannot be read at all. */
export function readDeliveryBytes(bytes: Uint8Array, mediaType: KlMediaType): DeliverySource {
  if (mediaType === 'application/fhir+json') {
    const root = readJson(bytes, { maxBytes: MAX_BYTES, maxDepth: MAX_DEPTH, number: numberFromDigits });
    return { root, locate: (issue) => issue };
  }
  if (bytes.byteLength > MAX_BYTES) throw new RefusalError('TOO_LARGE');
  const text = readUtf8(bytes);
  const document = readXml(text);
  return {
    root: fhirFromXml(document),
    locate: (issue) => {
      const line = lineOfPlace(document, issue.place, text);
      return { ...issue, line, detail: `${issue.detail} (line ${line})` };
    },
  };
}
