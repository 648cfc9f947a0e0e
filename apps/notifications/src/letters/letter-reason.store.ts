import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { ChildId } from '#contracts/ids.js';
import type { Tx } from '#persistence/tx.js';
import type { Letter, LetterOrder, RequestedLetter } from './letter.js';
import type { LetterReason } from './letter-reason.js';
import { letterOf, type LetterRow } from './letter.row.js';
import { LetterChangedError } from './letter.store.js';

interface Joined {
  readonly letter_id: string;
  readonly municipality: string;
  readonly guardian_id: string;
  readonly child_id: string;
  readonly state: Letter['state'];
}

/** A letter in one of these may still wait for a try, and then needs a reason that holds. */
const MAY_WAIT: ReadonlySet<Letter['state']> = new Set(['requested', 'submitting', 'unknown']);

/** The other children for whose sake one letter goes to a guardian (R10: one first letter, not one per child). */
@Injectable()
export class LetterReasonStore {
  /**
   * Remembers shares that need no letter of their own as further reasons for the one there is. Returns the orders for which there is none
   * any more, because it was cancelled in this moment. A waiting letter gets a new version: who has read fewer reasons has lost the race.
   */
  async join(tx: Tx, orders: readonly LetterOrder[], now: Temporal.Instant): Promise<LetterOrder[]> {
    if (orders.length === 0) return [];
    const letters = await tx.query<Joined>(
      `select letter_id, municipality, guardian_id, child_id, state from letter
       where kind = 'first_share' and state <> 'cancelled'
         and (municipality, guardian_id) in (select * from unnest($1::text[], $2::uuid[]))
       order by guardian_id, municipality for update`,
      [orders.map(({ municipality }) => municipality), orders.map(({ guardianId }) => guardianId)],
    );
    const letterTo = (order: LetterOrder): Joined | undefined =>
      letters.find((each) => each.guardian_id === order.guardianId && each.municipality === order.municipality);
    const reasons = orders.flatMap((order) => {
      const letter = letterTo(order);
      if (!letter || !MAY_WAIT.has(letter.state) || letter.child_id === order.childId) return [];
      return [{ letterId: letter.letter_id, order }];
    });
    await this.remember(tx, reasons, now);
    return orders.filter((order) => !letterTo(order));
  }

  private async remember(
    tx: Tx,
    reasons: readonly { letterId: string; order: LetterOrder }[],
    now: Temporal.Instant,
  ): Promise<void> {
    if (reasons.length === 0) return;
    const added = await tx.query<{ letter_id: string }>(
      `insert into letter_reason (letter_id, child_id, caused_by, traceparent, noted_at)
       select distinct on (l, c) l, c, e, t, $5::timestamptz
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) with ordinality as given (l, c, e, t, nth) order by l, c, nth
       on conflict (letter_id, child_id) do update
         set caused_by = excluded.caused_by, traceparent = excluded.traceparent, noted_at = excluded.noted_at,
             ended_at = null, code = null, tries = null
         where letter_reason.ended_at is not null
       returning letter_id`,
      [
        reasons.map(({ letterId }) => letterId),
        reasons.map(({ order }) => order.childId),
        reasons.map(({ order }) => order.causedBy),
        reasons.map(({ order }) => order.traceparent),
        now.toString(),
      ],
    );
    await tx.query(
      `update letter set version = version + 1 where letter_id = any($1::uuid[]) and state = 'requested'`,
      [added.map(({ letter_id }) => letter_id)],
    );
  }

  /** The other reasons that have not ended, oldest first. */
  async others(tx: Tx, { letterId, childId }: Letter): Promise<LetterReason[]> {
    const rows = await tx.query<{ child_id: string; caused_by: string; traceparent: string | null }>(
      `select child_id, caused_by, traceparent from letter_reason
       where letter_id = $1 and child_id <> $2 and ended_at is null order by noted_at, child_id`,
      [letterId, childId],
    );
    return rows.map((row) => ({
      childId: row.child_id as ChildId,
      causedBy: row.caused_by,
      traceparent: row.traceparent,
    }));
  }

  /** Gives the letter its new reason and ends the old one. Throws LetterChangedError when the letter is no longer as it was read. */
  async move(
    tx: Tx,
    before: RequestedLetter,
    after: RequestedLetter,
    code: string,
    now: Temporal.Instant,
  ): Promise<void> {
    const rows = await tx.query(
      `update letter set version = $3, child_id = $4, traceparent = $5, caused_by = $6
       where letter_id = $1 and version = $2 returning letter_id`,
      [before.letterId, before.version, after.version, after.childId, after.traceparent, after.causedBy],
    );
    if (rows.length === 0) throw new LetterChangedError('The letter was changed elsewhere');
    await tx.query(
      `insert into letter_reason (letter_id, child_id, caused_by, traceparent, noted_at, ended_at, code, tries)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (letter_id, child_id) do update
         set ended_at = excluded.ended_at, code = excluded.code, tries = excluded.tries`,
      [
        before.letterId,
        before.childId,
        before.causedBy,
        before.traceparent,
        before.requestedAt.toString(),
        now.toString(),
        code,
        before.tries,
      ],
    );
  }

  /** Letters that were once ordered for the child's sake and go out for another's: for this child they are cancelled. */
  async leftBy(tx: Tx, childId: string): Promise<Letter[]> {
    const rows = await tx.query<LetterRow & { reason_code: string; reason_tries: number }>(
      `select letter.*, reason.code as reason_code, reason.tries as reason_tries
       from letter_reason reason join letter using (letter_id)
       where reason.child_id = $1 and reason.ended_at is not null and letter.child_id <> $1`,
      [childId],
    );
    return rows.map(({ reason_code, reason_tries, ...row }) =>
      letterOf({
        ...row,
        child_id: childId,
        state: 'cancelled',
        code: reason_code,
        tries: reason_tries,
        channel: null,
        template: null,
        submitted_at: null,
      }),
    );
  }
}
