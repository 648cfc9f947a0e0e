import { RefusalError } from '#contracts/refusal-error.js';
import { readJson } from '#service/read-json.js';
import type { KlDelivery } from '../kl/kl-delivery.js';

/** A report as it was sent, for sealing. */
export interface Original {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

const nestedReport = /<((?:[\w.-]+:)?)Bundle[\s>][\s\S]*?<\/\1Bundle\s*>/g;

/**
 * The part of a delivery that is each report, in the order of its entries: a report is sealed with its own child's key,
 * so that destroying one child's key leaves no copy among its neighbours. A delivery that is one report is kept as sent.
 */
export function reportOriginals(delivery: KlDelivery, bytes: Buffer, mediaType: string): readonly Original[] {
  if (delivery.kind === 'report') return [{ bytes, mediaType }];
  const parts = mediaType.includes('xml') ? xmlParts(bytes.toString('utf8')) : jsonParts(bytes);
  if (parts.length !== delivery.reports.length) {
    throw new RefusalError('SHAPE_INVALID', { place: 'Bundle.entry', detail: 'The reports cannot be told apart' });
  }
  return parts.map((part) => ({ bytes: Buffer.from(part), mediaType }));
}

/** Numbers keep the digits they were sent with. */
function jsonParts(bytes: Buffer): string[] {
  const { rawJSON } = JSON as unknown as { rawJSON(digits: string): unknown };
  const delivery = readJson(bytes, { maxBytes: bytes.length, number: rawJSON }) as { entry: { resource: unknown }[] };
  return delivery.entry.map(({ resource }) => JSON.stringify(resource));
}

/** Reports hold no bundles of their own, so the first end tag is the report's. Each part gets the namespace it stood in. */
function xmlParts(text: string): string[] {
  const inner = text.slice(text.indexOf('<', text.search(/<(?:[\w.-]+:)?Bundle[\s>]/) + 1));
  return [...inner.matchAll(nestedReport)].map(([part, prefix]) => {
    const declaration = prefix ? `xmlns:${prefix.slice(0, -1)}` : 'xmlns';
    const start = part.slice(0, part.indexOf('>'));
    return start.includes(`${declaration}=`)
      ? part
      : part.replace('Bundle', `Bundle ${declaration}="http://hl7.org/fhir"`);
  });
}
