import type { Tx } from '#persistence/tx.js';
import { envelopeRules } from '../events/envelope.rules.js';
import { DELETIONS_LOCK } from '../deletion/forgotten-keys.js';
import { AGAIN_HEADER, recordedOn, type OpenedParcel } from '../events/open-parcel.js';
import type { Parcel } from '../events/parcel.js';

/** Which events a consumer has taken, by their ids. */
export class InboxStore {
  constructor(private readonly consumer: string) {}

  /**
   * Takes the events within the transaction, keeps deletions of children away until its end, and answers those that are new. An event that
   * another transaction is taking at this moment is waited for, so that two members of the group never both handle it.
   */
  async take(tx: Tx, parcels: readonly OpenedParcel[]): Promise<OpenedParcel[]> {
    const { fresh } = await this.takeAndAsk(tx, parcels, async () => null);
    return fresh;
  }

  /** As `take`. `ask` is called when the taking is on its way: its statements follow on the same trip, when deletions are kept away already. */
  async takeAndAsk<T>(
    tx: Tx,
    parcels: readonly OpenedParcel[],
    ask: () => Promise<T>,
  ): Promise<{ fresh: OpenedParcel[]; answer: T }> {
    if (parcels.length === 0) return { fresh: [], answer: await ask() };
    const told = await this.toldBefore(tx, parcels);
    const untold = told.size === 0 ? parcels : parcels.filter(({ delivery }) => !told.has(delivery.eventId));
    const taking = tx.query<{ id: string }>(
      `with held as materialized (select pg_advisory_xact_lock_shared(${DELETIONS_LOCK}))
       insert into inbox (consumer, event_id, recorded_on)
       select $1, id, day from held, unnest($2::uuid[], $3::date[]) as parcel (id, day)
       on conflict do nothing
       returning event_id as id`,
      [this.consumer, untold.map(({ delivery }) => delivery.eventId), untold.map(({ recordedOn }) => recordedOn)],
    );
    const [taken, answer] = await Promise.all([taking, ask()]);
    const ids = new Set(taken.map(({ id }) => id));
    return { fresh: untold.filter(({ delivery }) => ids.delete(delivery.eventId)), answer };
  }

  /** Those of the events that a restored database tells again, which were taken on another day: all days are searched, for few events. */
  private async toldBefore(tx: Tx, parcels: readonly OpenedParcel[]): Promise<Set<string>> {
    const again = parcels.filter(({ parcel }) => parcel.headers[AGAIN_HEADER] !== undefined);
    if (again.length === 0) return new Set();
    const rows = await tx.query<{ id: string }>(
      `select event_id as id from inbox join unnest($2::uuid[], $3::date[]) as asked (event_id, day) using (event_id)
        where consumer = $1 and recorded_on <> day`,
      [this.consumer, again.map(({ delivery }) => delivery.eventId), again.map(({ recordedOn }) => recordedOn)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Takes an event that cannot be read, by the id and day under which a version that can read it would take it. False when it was taken
   * before; true also for an event without an id, which nobody can ever take.
   */
  async takeUnread(tx: Tx, parcel: Parcel): Promise<boolean> {
    const eventId = parcel.headers['ce_id'] ?? '';
    if (!envelopeRules.id.test(eventId)) return true;
    const taken = await tx.query(
      'insert into inbox (consumer, event_id, recorded_on) values ($1, $2, $3) on conflict do nothing returning 1',
      [this.consumer, eventId, recordedOn(parcel)],
    );
    return taken.length > 0;
  }
}
