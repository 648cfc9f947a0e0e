import { RefusalError } from '#contracts/refusal-error.js';
import { readJson } from '#service/read-json.js';
import { readUtf8 } from '#service/read-utf8.js';
import type { KlIssue } from './fhir/faults.js';
import { numberFromDigits } from './fhir/number-text.js';
import type { KlMediaType } from './kl-media-type.js';
import { tooManyParts } from './too-many-parts.js';
import { fhirFromXml } from './xml/fhir-from-xml.js';
import { lineOfPlace } from './xml/place-line.js';
import { readXml } from './xml/read-xml.js';

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
  if (bytes.byteLength > MAX_BYTES) throw new RefusalError('TOO_LARGE');
  const most = tooManyParts(bytes, mediaType);
  if (most !== null) throw new RefusalError('TOO_LARGE', { detail: `It has more than ${most} elements.` });
  if (mediaType === 'application/fhir+json') {
    const root = readJson(bytes, { maxBytes: MAX_BYTES, maxDepth: MAX_DEPTH, number: numberFromDigits });
    return { root, locate: (issue) => issue };
  }
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
