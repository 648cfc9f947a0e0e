import type { Tx } from '#persistence/tx.js';

/** Whoever handles or takes in something about children shares it; a deletion has it alone. */
export const DELETIONS_LOCK = 7236403;
const HASH = `sha256(convert_to(?, 'UTF8'))`;
const hashOf = (sql: string): string => HASH.replace('?', sql);

/** Letters that nobody could read: what they hold may be about others than their key says, if that could be read at all. */
const UNREAD = `code in ('ENVELOPE_INVALID', 'TYPE_UNKNOWN', 'VERSION_UNKNOWN', 'DATA_UNPARSABLE', 'CONTRACT_BROKEN') and state <> 'replayed'`;

/**
 * What stands under a key in the tables of messaging, found by indexes: everybody waits meanwhile. Only the letters that nobody could read are
 * searched by what they hold.
 */
const REMOVE = [
  'delete from outbox where key = $1',
  'delete from outbox where subject = $1 and subject <> key',
  'delete from parked_event where key = $1',
  'delete from parked_key where key = $1',
  'delete from dead_letter where key = $1',
  `delete from dead_letter where headers ->> 'ce_subject' = $1`,
  `delete from dead_letter where ${UNREAD} and (position($1 in headers::text) > 0 or position(convert_to($1, 'UTF8') in payload) > 0)`,
  `update message_act set selection = replace(selection::text, $1, 'deleted')::jsonb, reason = replace(reason, $1, 'deleted')
    where position($1 in selection::text) > 0 or position($1 in reason) > 0`,
] as const;

/**
 * Keys (children) that were deleted. Nothing about them is handled or taken in any more. Each service has its own, so that an event that
 * comes late finds the deletion where it would do harm. The lock decides who is late: what began before a deletion is waited for by it.
 */
export class ForgottenKeys {
  /** Keeps deletions away until the transaction ends. To be followed by `among` in a statement of its own. */
  async hold(tx: Tx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock_shared($1)', [DELETIONS_LOCK]);
  }

  /** Waits for everybody who holds, and keeps others away until the transaction ends. */
  async holdAlone(tx: Tx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [DELETIONS_LOCK]);
  }

  /** Which of the keys were deleted. */
  async among(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
    if (keys.length === 0) return new Set();
    const rows = await tx.query<{ key: string }>(
      `select key from unnest($1::text[]) as asked (key) join forgotten_key on key_hash = ${hashOf('key')}`,
      [keys],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Notes the key as deleted, for good. */
  async note(tx: Tx, key: string): Promise<void> {
    await tx.query(`insert into forgotten_key (key_hash) values (${hashOf('$1')}) on conflict do nothing`, [key]);
  }

  /** Notes the key and removes what messaging holds of it: sent and unsent events, parked ones, dead letters, its name in the log of acts. */
  async forget(tx: Tx, key: string): Promise<void> {
    await this.note(tx, key);
    for (const statement of REMOVE) await tx.query(statement, [key]);
  }
}
