import { Injectable } from '@nestjs/common';
import { traceIdOf } from '#observability/traceparent.js';
import type { Tx } from '#persistence/tx.js';
import type { Letter } from '../letters/letter.js';
import { letterOf, type LetterRow } from '../letters/letter.row.js';

/** Letters that the child has or had a part in, held against those who send them and take their receipts. */
const LOCK = `
  select letter_id, traceparent from letter
  where child_id = $1 or letter_id in (select letter_id from letter_reason where child_id = $1)
  order by letter_id for update`;

/** A letter that goes out for another child too becomes that one's. Its new version tells a sender under way that it has lost the race. */
const MOVE = `
  with other as (
    select distinct on (letter_id) letter_id, reason.child_id, reason.traceparent, reason.caused_by
    from letter join letter_reason reason using (letter_id)
    where letter.child_id = $1 and reason.child_id <> $1 and reason.ended_at is null
    order by letter_id, reason.noted_at, reason.child_id)
  update letter set child_id = other.child_id, traceparent = other.traceparent, caused_by = other.caused_by, version = version + 1
  from other where letter.letter_id = other.letter_id returning letter.*`;

/** What a letter goes out for is no further reason for it. */
const SETTLE = `
  delete from letter_reason using letter
  where letter.letter_id = any($1::uuid[]) and letter_reason.letter_id = letter.letter_id and letter_reason.child_id = letter.child_id`;

const OWN = 'letter_id in (select letter_id from letter where child_id = $1)';

const REMOVE = [
  'insert into message_of_deleted select message_uuid from letter where child_id = $1 and tries > 0 on conflict do nothing',
  'delete from letter_reason where child_id = $1',
  `delete from letter_reason where ${OWN}`,
  `delete from reply where child_id = $1 or ${OWN}`,
  'delete from reply_key where child_id = $1',
  `delete from receipt where ${OWN}`,
  `delete from letter_history where ${OWN}`,
  'delete from letter where child_id = $1',
] as const;

/** All that notifications hold of a child: letters with their history and receipts, replies and the key that opens them. */
@Injectable()
export class DeletedChild {
  /** Answers the traces in which nothing more is due, and the letters that now go out for another child. */
  async remove(tx: Tx, childId: string): Promise<{ traceIds: string[]; moved: Letter[] }> {
    const letters = await tx.query<{ traceparent: string | null }>(LOCK, [childId]);
    const reasons = await tx.query<{ traceparent: string | null }>(
      'select traceparent from letter_reason where child_id = $1',
      [childId],
    );
    const kept = new Set(await this.tracesOfOthers(tx, childId));
    await tx.query(`select set_config('hub.deletes_a_child', 'on', true)`);
    const moved = await tx.query<LetterRow>(MOVE, [childId]);
    await tx.query(SETTLE, [moved.map(({ letter_id }) => letter_id)]);
    for (const statement of REMOVE) await tx.query(statement, [childId]);
    await tx.query(`select set_config('hub.deletes_a_child', '', true)`);
    const traces = [...letters, ...reasons].flatMap(({ traceparent }) => traceIdOf(traceparent) ?? []);
    return { traceIds: traces.filter((traceId) => !kept.has(traceId)), moved: moved.map(letterOf) };
  }

  /** Traces in which letters go on for other children. */
  private async tracesOfOthers(tx: Tx, childId: string): Promise<string[]> {
    const rows = await tx.query<{ traceparent: string | null }>(
      `select traceparent from letter_reason where child_id <> $1 and ended_at is null
         and letter_id in (select letter_id from letter where child_id = $1)
       union select traceparent from letter where child_id <> $1
         and letter_id in (select letter_id from letter_reason where child_id = $1)`,
      [childId],
    );
    return rows.flatMap(({ traceparent }) => traceIdOf(traceparent) ?? []);
  }
}
