import { RefusalError } from '#contracts/refusal-error.js';
import { readJson } from '#service/read-json.js';
import { SentNumber } from '../intake/sent-number.js';
import type { NovaxRecord } from './novax-record.js';

const limits = { maxBytes: 1_000_000, maxDepth: 8, number: (digits: string) => new SentNumber(digits) };
const fields = ['recordId', 'version', 'childCpr', 'observedAt', 'observerCertified', 'items', 'total'];

/** Reads the JSON twin of the flat NOVAX result: the same names, the items as one object by linkId. */
export function readNovaxJson(bytes: Buffer): NovaxRecord {
  const sent = objectOf(readJson(bytes, limits), '/');
  if (Object.keys(sent).some((key) => !fields.includes(key))) {
    throw new RefusalError('SHAPE_INVALID', {
      place: '/',
      detail: `Only these members may stand here: ${fields.join(', ')}`,
    });
  }
  return {
    recordId: stringOf(sent, 'recordId'),
    version: numberOf(sent, 'version'),
    childCpr: stringOf(sent, 'childCpr'),
    observedAt: stringOf(sent, 'observedAt'),
    observerCertified: String(booleanOf(sent, 'observerCertified')),
    items: itemsOf(sent['items']),
    total: sent['total'] === undefined || sent['total'] === null ? null : numberOf(sent, 'total'),
    placeOf: (field) => `/${field}`,
  };
}

type Sent = Readonly<Record<string, unknown>>;

/** An item that is null counts as missing, like one that is left out. */
function itemsOf(value: unknown): Map<string, string> {
  const items = new Map<string, string>();
  for (const [linkId, score] of Object.entries(value === undefined ? {} : objectOf(value, '/items'))) {
    if (score === null) continue;
    if (!(score instanceof SentNumber)) throw new RefusalError('SHAPE_INVALID', { place: '/items' });
    items.set(linkId, score.text);
  }
  return items;
}

function objectOf(value: unknown, place: string): Sent {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof SentNumber) {
    throw new RefusalError('SHAPE_INVALID', { place, detail: 'An object is expected here' });
  }
  return value as Sent;
}

function stringOf(sent: Sent, field: string): string {
  const value = sent[field];
  if (typeof value === 'string' && value.length <= 128) return value.trim();
  throw new RefusalError('SHAPE_INVALID', { place: `/${field}`, detail: 'A text is expected here' });
}

function numberOf(sent: Sent, field: string): string {
  const value = sent[field];
  if (value instanceof SentNumber) return value.text;
  throw new RefusalError('SHAPE_INVALID', { place: `/${field}`, detail: 'A number is expected here' });
}

function booleanOf(sent: Sent, field: string): boolean {
  const value = sent[field];
  if (typeof value === 'boolean') return value;
  throw new RefusalError('SHAPE_INVALID', { place: `/${field}`, detail: 'true or false is expected here' });
}
