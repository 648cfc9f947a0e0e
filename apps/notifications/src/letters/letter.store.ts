import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '#persistence/tx.js';
import type { Letter, LetterOrder } from './letter.js';
import { messageUuidOf } from './letter-ids.js';
import { CHANGING, changingColumns, letterOf, type LetterRow } from './letter.row.js';

/** What happened to a letter, as its history tells it. */
export type LetterStep =
  | 'requested'
  | 'postponed'
  | 'try_recorded'
  | 'try_refused'
  | 'answer_lost'
  | 'not_known'
  | 'in_doubt'
  | 'asked'
  | 'moved'
  | 'submitted'
  | 'delivered'
  | 'receipt_noted'
  | 'receipt_contradicts'
  | 'failed'
  | 'cancelled';

export interface FailedTry {
  at: string;
  code: string;
}

/** Somebody else changed the letter since it was read: what was decided on the old facts is thrown away. */
export class LetterChangedError extends Error {
  override readonly name = 'LetterChangedError';
}

const CHANGE = `
  update letter set ${CHANGING.map((column, index) => `${column} = $${index + 3}`).join(', ')}
  where letter_id = $1 and version = $2 returning letter_id`;

/** Letters and their history; the history only grows. */
@Injectable()
export class LetterStore {
  /**
   * Orders letters: at most one first letter per guardian and municipality, and one per guardian for each consent. Returns those that were
   * not ordered before.
   */
  async order(tx: Tx, orders: readonly LetterOrder[]): Promise<LetterOrder[]> {
    if (orders.length === 0) return [];
    // Always in the same order: two batches that order for the same guardians wait for each other instead of deadlocking.
    const sorted = [...orders].sort((a, b) => a.guardianId.localeCompare(b.guardianId));
    const rows = await tx.query<{ letter_id: string }>(
      `insert into letter (letter_id, message_uuid, municipality, child_id, guardian_id, kind, consent_id, requested_at, traceparent, caused_by,
                           version, state, tries, due_at)
       select o.*, 1, 'requested', 0, o.requested_at
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::timestamptz[], $9::text[], $10::uuid[])
         as o (letter_id, message_uuid, municipality, child_id, guardian_id, kind, consent_id, requested_at, traceparent, caused_by)
       on conflict do nothing returning letter_id`,
      [
        sorted.map(({ letterId }) => letterId),
        sorted.map(({ messageUuid }) => messageUuid),
        sorted.map(({ municipality }) => municipality),
        sorted.map(({ childId }) => childId),
        sorted.map(({ guardianId }) => guardianId),
        sorted.map(({ kind }) => kind),
        sorted.map(({ consent }) => consent?.consentId ?? null),
        sorted.map(({ requestedAt }) => requestedAt.toString()),
        sorted.map(({ traceparent }) => traceparent),
        sorted.map(({ causedBy }) => causedBy),
      ],
    );
    const made = new Set(rows.map(({ letter_id }) => letter_id));
    const ordered = orders.filter(({ letterId }) => made.has(letterId));
    await tx.query(
      `insert into letter_history (letter_id, at, step, state, try)
       select letter_id, at, 'requested', 'requested', 0 from unnest($1::uuid[], $2::timestamptz[]) as o (letter_id, at)`,
      [ordered.map(({ letterId }) => letterId), ordered.map(({ requestedAt }) => requestedAt.toString())],
    );
    return ordered;
  }

  /**
   * The orders with message ids that no letter used which came to nothing: one that was cancelled, or whose child was deleted. One that was
   * cancelled before any try gives its id up, for nobody outside has met it.
   */
  async withFreeMessages(tx: Tx, orders: readonly LetterOrder[]): Promise<LetterOrder[]> {
    const free: LetterOrder[] = [];
    for (let open = [...orders], nth = 0; open.length > 0; nth += 1) {
      const named = open.map((order) => ({ ...order, messageUuid: messageUuidOf(order, nth) }));
      const messages = [named.map(({ messageUuid }) => messageUuid)];
      await tx.query(
        `update letter set message_uuid = gen_random_uuid()
          where message_uuid = any($1::uuid[]) and state = 'cancelled' and tries = 0`,
        messages,
      );
      const used = await tx.query<{ message_uuid: string }>(
        `select message_uuid from letter where message_uuid = any($1::uuid[]) and state = 'cancelled'
         union select message_uuid from message_of_deleted where message_uuid = any($1::uuid[])`,
        messages,
      );
      const taken = new Set(used.map(({ message_uuid }) => message_uuid));
      free.push(...named.filter(({ messageUuid }) => !taken.has(messageUuid)));
      open = named.filter(({ messageUuid }) => taken.has(messageUuid));
    }
    return free;
  }

  /** Notes on the letters that ask for a consent that it has ended, and answers them, held against other writers. */
  async endConsent(tx: Tx, consentId: string, code: string): Promise<Letter[]> {
    const rows = await tx.query<LetterRow>(
      `update letter set consent_ended = $2 where consent_id = $1 and consent_ended is null returning *`,
      [consentId, code],
    );
    return rows.map(letterOf);
  }

  /** Letters that wait for an act at this time, longest waiting first; those under way are among them. */
  async due(tx: Tx, now: Temporal.Instant, limit: number): Promise<string[]> {
    const rows = await tx.query<{ letter_id: string }>(
      `select letter_id from letter where due_at <= $1 order by due_at limit $2`,
      [now.toString(), limit],
    );
    return rows.map(({ letter_id }) => letter_id);
  }

  /** How many letters wait for an act at this time, and for how long the first of them has. */
  async late(tx: Tx, now: Temporal.Instant): Promise<{ waiting: number; oldestAgeSeconds: number }> {
    const [late] = await tx.query<{ waiting: number; oldestAgeSeconds: number }>(
      `select count(*)::int as waiting, coalesce(extract(epoch from $1::timestamptz - min(due_at)), 0)::float8 as "oldestAgeSeconds"
       from letter where due_at <= $1`,
      [now.toString()],
    );
    return late!;
  }

  /** How many letters are not at their end, by state; a state without any is missing. */
  async countOpen(tx: Tx): Promise<{ state: string; letters: number }[]> {
    return tx.query(
      `select s as state, count(*)::int as letters from letter l cross join lateral (select case
         when l.state = 'unknown' and exists (select from letter_history h where h.letter_id = l.letter_id and h.step = 'in_doubt')
         then 'in_doubt' else l.state end as s) as shown
       where l.state not in ('delivered', 'failed', 'cancelled') group by s`,
    );
  }

  async find(tx: Tx, letterId: string): Promise<Letter | null> {
    const [row] = await tx.query<LetterRow>(`select * from letter where letter_id = $1`, [letterId]);
    return row ? letterOf(row) : null;
  }

  /** The letter that a channel's message id belongs to, held against other writers until the transaction ends. */
  async findByMessageForUpdate(tx: Tx, messageUuid: string): Promise<Letter | null> {
    const [row] = await tx.query<LetterRow>(`select * from letter where message_uuid = $1 for update`, [messageUuid]);
    return row ? letterOf(row) : null;
  }

  async findByMessage(tx: Tx, messageUuid: string): Promise<Letter | null> {
    const [row] = await tx.query<LetterRow>(`select * from letter where message_uuid = $1`, [messageUuid]);
    return row ? letterOf(row) : null;
  }

  async ofChild(tx: Tx, childId: string): Promise<Letter[]> {
    const rows = await tx.query<LetterRow>(
      `select * from letter where child_id = $1 order by requested_at, letter_id`,
      [childId],
    );
    return rows.map(letterOf);
  }

  async ofGuardian(tx: Tx, guardianId: string): Promise<Letter[]> {
    const rows = await tx.query<LetterRow>(
      `select * from letter where guardian_id = $1 order by requested_at, letter_id`,
      [guardianId],
    );
    return rows.map(letterOf);
  }

  /** Writes the new facts and the step that led to them. Throws LetterChangedError when the letter is no longer as it was read. */
  async change(
    tx: Tx,
    before: Letter,
    after: Letter,
    at: Temporal.Instant,
    step: LetterStep,
    code: string | null = null,
  ): Promise<void> {
    const rows = await tx.query(CHANGE, [before.letterId, before.version, ...changingColumns(after)]);
    if (rows.length === 0) throw new LetterChangedError('The letter was changed elsewhere');
    await this.note(tx, after, at, step, code);
  }

  /** Adds a line to the history without changing the letter. */
  async note(
    tx: Tx,
    letter: Letter,
    at: Temporal.Instant,
    step: LetterStep,
    code: string | null = null,
  ): Promise<void> {
    await tx.query(
      `insert into letter_history (letter_id, at, step, state, try, code) values ($1, $2, $3, $4, $5, $6)`,
      [letter.letterId, at.toString(), step, letter.state, letter.tries, code],
    );
  }

  /** Whether this step has been taken before. */
  async hasStep(tx: Tx, { letterId }: Letter, step: LetterStep): Promise<boolean> {
    const rows = await tx.query(`select 1 from letter_history where letter_id = $1 and step = $2 limit 1`, [
      letterId,
      step,
    ]);
    return rows.length > 0;
  }

  /** Tries that led to nothing, oldest first. */
  async failedTries(tx: Tx, letterId: string): Promise<FailedTry[]> {
    const rows = await tx.query<{ at: Date; code: string }>(
      `select at, code from letter_history where letter_id = $1 and step in ('try_refused', 'not_known') order by entry_id`,
      [letterId],
    );
    return rows.map(({ at, code }) => ({ at: at.toISOString(), code }));
  }
}
