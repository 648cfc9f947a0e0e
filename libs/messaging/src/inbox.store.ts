import type { Tx } from '#persistence/tx.js';
import type { OpenedParcel } from './open-parcel.js';

/** Which events a consumer has taken, by their ids. */
export class InboxStore {
  constructor(private readonly consumer: string) {}

  /**
   * Takes the events within the transaction and answers those that are new. An event that another transaction is taking at this moment is
   * waited for, so that two members of the group never both handle it.
   */
  async take(tx: Tx, parcels: readonly OpenedParcel[]): Promise<OpenedParcel[]> {
    if (parcels.length === 0) return [];
    const taken = await tx.query<{ id: string }>(
      `insert into inbox (consumer, event_id, recorded_on)
       select $1, id, day from unnest($2::uuid[], $3::date[]) as parcel (id, day)
       on conflict do nothing
       returning event_id as id`,
      [this.consumer, parcels.map(({ delivery }) => delivery.eventId), parcels.map(({ recordedOn }) => recordedOn)],
    );
    const fresh = new Set(taken.map(({ id }) => id));
    return parcels.filter(({ delivery }) => fresh.delete(delivery.eventId));
  }
}
