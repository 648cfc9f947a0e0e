import type { Tx } from '#persistence/tx.js';
import type { OpenedParcel } from '../events/open-parcel.js';

const causes = new WeakMap<Tx, Set<string>>();

/**
 * Which events of today a transaction handles. What they cause was not caused on an earlier day, so that the inbox, which remembers by day,
 * knows it where it looks first. What older events cause may have been told before, by a database that was restored since.
 */
export const freshCauses = {
  note(tx: Tx, parcels: readonly OpenedParcel[]): void {
    const today = new Date().toISOString().slice(0, 10);
    const ids = parcels.filter(({ recordedOn }) => recordedOn === today).map(({ delivery }) => delivery.eventId);
    causes.set(tx, new Set(ids));
  },

  has(tx: Tx, eventId: string): boolean {
    return causes.get(tx)?.has(eventId) ?? false;
  },
};
