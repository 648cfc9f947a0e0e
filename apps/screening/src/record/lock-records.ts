import { ForgottenKeys } from '#messaging/deletion/forgotten-keys.js';
import type { Tx } from '#persistence/tx.js';
import { emptyRecord, type ChildRecord } from './child-record.js';

const LOCK = 'select child_id, record from child_record where child_id = any($1::uuid[]) order by child_id for update';

/** Placeholders for children without a row, so that there is something to lock and two transactions cannot begin the same record. */
const BEGIN = `
  insert into child_record (child_id, municipality, revision, record)
  select * from unnest($1::uuid[], $2::text[], $3::int[], $4::jsonb[])
  on conflict do nothing`;

const forgotten = new ForgottenKeys();

/**
 * Locks the stored records of the children until the transaction ends. A child without one gets an empty one: revision 0 says
 * that nothing is known, or that the view was thrown away and lies in the facts alone. A child that was deleted gets none, and is
 * missing in the answer.
 */
export async function lockRecords(
  tx: Tx,
  municipalityOf: ReadonlyMap<string, string>,
): Promise<Map<string, ChildRecord>> {
  const records = new Map<string, ChildRecord>();
  const read = async (childIds: string[]): Promise<void> => {
    const rows = await tx.query<{ child_id: string; record: ChildRecord }>(LOCK, [childIds]);
    for (const row of rows) records.set(row.child_id, row.record);
  };
  await read([...municipalityOf.keys()]);
  const absent = [...municipalityOf.keys()].filter((childId) => !records.has(childId)).sort();
  if (absent.length === 0) return records;
  await forgotten.hold(tx);
  const deleted = await forgotten.among(tx, absent);
  const missing = absent.filter((childId) => !deleted.has(childId));
  const begun = missing.map((childId) => emptyRecord(childId, municipalityOf.get(childId)!));
  await tx.query(BEGIN, [
    missing,
    begun.map(({ municipality }) => municipality),
    begun.map(({ revision }) => revision),
    begun.map((record) => JSON.stringify(record)),
  ]);
  await read(missing);
  return records;
}
