import type { ChildRecord } from '../record/child-record.js';

const MOST = 100;

/**
 * Where two records differ, as JSON pointers without values; empty when they are identical field by field. The order of
 * keys does not count, the order of lists does.
 */
export function differences(live: ChildRecord, rebuilt: ChildRecord): string[] {
  const found: string[] = [];
  compare(live, rebuilt, '', found);
  return found;
}

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function compare(a: unknown, b: unknown, place: string, found: string[]): void {
  if (found.length >= MOST || Object.is(a, b)) return;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) {
    found.push(place || '/');
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) compare(a[key], b[key], `${place}/${key}`, found);
}
