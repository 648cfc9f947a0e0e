import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';

/** Everybody who had to do with the child, by the id that stands for all of a person's ids. */
const PEOPLE = `
  select distinct coalesce(same_as, guardian_id) as id from guardian where guardian_id in (
    select guardian_id from custody_holder where child_id = $1
    union select unnest(guardian_ids) from custody where child_id = $1
    union select young_person_id from child where child_id = $1
    union select guardian_id from consent_asked join consent using (consent_id) where child_id = $1
    union select answerer_id from consent_entry join consent using (consent_id) where child_id = $1
    union select unnest(holder_ids) from consent_entry join consent using (consent_id) where child_id = $1)`;

const OWN_CONSENT = 'consent_id in (select consent_id from consent where child_id = $1)';

const REMOVE = [
  `delete from register_notice where cpr_hash in (select cpr_hash from child_number where child_id = $1)`,
  `delete from consent_asked where ${OWN_CONSENT}`,
  `delete from consent_entry where ${OWN_CONSENT}`,
  'delete from consent where child_id = $1',
  'delete from information_request where child_id = $1',
  'delete from custody_holder where child_id = $1',
  'delete from custody where child_id = $1',
  'delete from child_number where child_id = $1',
  'delete from child where child_id = $1',
  'delete from first_answer where position($1::text in answer) > 0',
] as const;

/** Of these people, those whom nothing about another child names any more, with all ids that stand for them. */
const UNNAMED = `
  select guardian_id from guardian g where coalesce(same_as, guardian_id) = any($1::uuid[]) and not exists (
    select from guardian same
    where coalesce(same.same_as, same.guardian_id) = coalesce(g.same_as, g.guardian_id) and (
      exists (select from custody_holder where guardian_id = same.guardian_id)
      or exists (select from consent_asked where guardian_id = same.guardian_id)
      or exists (select from consent_entry where answerer_id = same.guardian_id)
      or exists (select from child where young_person_id = same.guardian_id)))`;

/** All that consent holds of a child, but for the access log, and of the people whom it knew for this child's sake alone. */
@Injectable()
export class DeletedChild {
  /** Answers the traces in which a letter may be due that nobody will order. The child is held: nobody reads custody or answers a consent meanwhile. */
  async remove(tx: Tx, childId: string): Promise<string[]> {
    const people = await tx.query<{ id: string }>(PEOPLE, [childId]);
    const asked = await tx.query<{ trace_id: string }>(
      `select distinct trace_id from consent_asked where ${OWN_CONSENT} and trace_id is not null`,
      [childId],
    );
    await tx.query(`select set_config('hub.deletes_child', $1, true)`, [childId]);
    for (const statement of REMOVE) await tx.query(statement, [childId]);
    await this.removePeople(
      tx,
      people.map(({ id }) => id),
    );
    return asked.map(({ trace_id }) => trace_id);
  }

  private async removePeople(tx: Tx, people: readonly string[]): Promise<void> {
    const unnamed = await tx.query<{ guardian_id: string }>(UNNAMED, [people]);
    const ids = unnamed.map(({ guardian_id }) => guardian_id);
    await tx.query(
      `delete from register_notice where cpr_hash in (select cpr_hash from guardian_number where guardian_id = any($1::uuid[]))`,
      [ids],
    );
    await tx.query('delete from guardian_number where guardian_id = any($1::uuid[])', [ids]);
    await tx.query('delete from guardian where guardian_id = any($1::uuid[])', [ids]);
  }
}
