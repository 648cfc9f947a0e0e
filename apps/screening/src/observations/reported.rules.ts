import { Temporal } from 'temporal-polyfill';
import type { ReportedStatus } from '#contracts/events/journal-entry-received.js';
import type { FactData } from '../record/child-fact.js';

type FiledEntry = FactData['journal_entry.filed'];

/** A reported resource with where it came from. */
export interface Sourced<Resource> {
  resource: Resource;
  sourceSystem: string;
  version: number | null;
  reportedAt: string;
  receiptId: string;
}

/** What is known of one resource: the version that counts, those before it, and whether it was taken back for good. */
export interface StandingResource<Resource> {
  standing: Sourced<Resource>;
  /** Oldest first. */
  earlier: Sourced<Resource>[];
  withdrawn: boolean;
}

const keyOf = (sourceSystem: string, resourceId: string): string => `${sourceSystem}|${resourceId}`;

/** Newer version, then later report; of two alike the one that came later stays last because sorting is stable. */
function byAge<Resource>(a: Sourced<Resource>, b: Sourced<Resource>): number {
  if (a.version !== null && b.version !== null && a.version !== b.version) return a.version - b.version;
  return Temporal.Instant.compare(a.reportedAt, b.reportedAt);
}

/**
 * R5 for everything but ADBB: of all entries a child's journal sent, in the order they came, which version of each resource
 * counts. A withdrawal counts for good, wherever it stands. Being left out of a later report means nothing.
 */
export function standingResources<Resource extends { resourceId: string; status: ReportedStatus }>(
  entries: readonly FiledEntry[],
  resourcesOf: (entry: FiledEntry) => readonly Resource[],
): StandingResource<Resource>[] {
  const withdrawn = new Set<string>();
  const versions = new Map<string, Sourced<Resource>[]>();
  for (const entry of entries) {
    const { sourceSystem, version, reportedAt, receiptId } = entry;
    for (const { resourceId } of entry.withdrawn) withdrawn.add(keyOf(sourceSystem, resourceId));
    for (const resource of resourcesOf(entry)) {
      const key = keyOf(sourceSystem, resource.resourceId);
      if (resource.status === 'entered-in-error') withdrawn.add(key);
      versions.set(key, [...(versions.get(key) ?? []), { resource, sourceSystem, version, reportedAt, receiptId }]);
    }
  }
  return [...versions].map(([key, all]) => {
    const sorted = all.toSorted(byAge);
    return { standing: sorted.at(-1)!, earlier: sorted.slice(0, -1), withdrawn: withdrawn.has(key) };
  });
}
