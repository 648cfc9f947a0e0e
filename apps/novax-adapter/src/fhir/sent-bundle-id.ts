import { RefusalError } from '#contracts/refusal-error.js';
import { readJson } from '#service/read-json.js';
import { tooManyParts } from '../kl/too-many-parts.js';

const xmlBundleId = /<(?:[\w.-]+:)?Bundle[^>]*>\s*<(?:[\w.-]+:)?id\s+value\s*=\s*["']([^"']{1,64})["']/;

/** Bundle.id of a delivery that was refused, for the sender to know it by; null when the delivery cannot or should not be read that far. */
export function sentBundleId(bytes: Buffer, mediaType: string): string | null {
  if (mediaType.includes('xml')) return xmlBundleId.exec(bytes.toString('utf8'))?.[1] ?? null;
  if (tooManyParts(bytes, 'application/fhir+json') !== null) return null;
  try {
    const bundle = readJson(bytes, { maxBytes: bytes.length }) as { id?: unknown } | null;
    return typeof bundle?.id === 'string' ? bundle.id : null;
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}
