import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '#persistence/tx.js';
import type { CustodyFacts, CustodyHolder, CustodyKind } from './custody-facts.js';

/** The latest answer of the register about one child, as it is kept. */
export interface KeptCustody extends CustodyFacts {
  childId: string;
  /** The number of the reading: a later reading began later. */
  reading: number;
  /** The register has told of a change that has not been read yet: the answer is good for nothing. */
  invalidated: boolean;
  childProtected: boolean;
  /** The guardians that were last told to others. */
  guardianIds: string[];
}

interface HolderJson {
  guardian_id: string;
  kind: CustodyKind;
  valid_from: string | null;
  valid_until: string | null;
  status: number;
  protected: boolean;
}

interface CustodyRow {
  child_id: string;
  reading: string;
  read_at: Date;
  invalid_before: string;
  child_status: number;
  child_protected: boolean;
  guardian_ids: string[];
  holders: HolderJson[];
}

/** What the register last said about each child's custody. */
@Injectable()
export class CustodyStore {
  /** A number for a reading that begins now. */
  async beginReading(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ reading: string }>(`select nextval('custody_reading') as reading`);
    return Number(row!.reading);
  }

  async findAll(tx: Tx, childIds: readonly string[]): Promise<KeptCustody[]> {
    const rows = await tx.query<CustodyRow>(
      `select c.*, coalesce((
         select json_agg(json_build_object('guardian_id', coalesce(g.same_as, g.guardian_id), 'kind', h.kind, 'valid_from', h.valid_from,
                                           'valid_until', h.valid_until, 'status', h.status, 'protected', h.protected))
         from custody_holder h join guardian g using (guardian_id) where h.child_id = c.child_id), '[]') as holders
       from custody c where c.child_id = any($1::uuid[])`,
      [childIds],
    );
    return rows.map(keptOf);
  }

  async find(tx: Tx, childId: string): Promise<KeptCustody | null> {
    return (await this.findAll(tx, [childId]))[0] ?? null;
  }

  /** Readings that began before this moment are good for nothing, also one that is under way. */
  async invalidate(tx: Tx, childIds: readonly string[]): Promise<void> {
    await tx.query(
      `update custody set invalid_before = nextval('custody_reading'), stale_since = coalesce(stale_since, now())
       where child_id = any($1::uuid[])`,
      [childIds],
    );
  }

  /** Of how many children the register told a change that nobody has read since, and for how long the first of them waits. */
  async stale(tx: Tx): Promise<{ waiting: number; oldestAgeSeconds: number }> {
    const [stale] = await tx.query<{ waiting: number; oldestAgeSeconds: number }>(
      `select count(*)::int as waiting, coalesce(extract(epoch from now() - min(stale_since)), 0)::float8 as "oldestAgeSeconds"
       from custody where stale_since is not null and reading < invalid_before`,
    );
    return stale!;
  }

  /** Takes the place of the former answer; the holders are written only when they differ. Readings before `invalidBefore` are good for nothing. */
  async keep(
    tx: Tx,
    custody: Omit<KeptCustody, 'invalidated'>,
    former: KeptCustody | null,
    invalidBefore: number,
  ): Promise<void> {
    const { childId, reading, readAt, childStatus, childProtected, guardianIds } = custody;
    await tx.query(
      `insert into custody (child_id, reading, read_at, child_status, child_protected, guardian_ids, invalid_before)
       values ($1, $2, $3, $4, $5, $6::uuid[], $7)
       on conflict (child_id) do update
       set reading = excluded.reading, read_at = excluded.read_at, child_status = excluded.child_status,
           child_protected = excluded.child_protected, guardian_ids = excluded.guardian_ids,
           invalid_before = greatest(custody.invalid_before, excluded.invalid_before),
           stale_since = case when excluded.reading < greatest(custody.invalid_before, excluded.invalid_before)
                              then coalesce(custody.stale_since, now()) end`,
      [childId, reading, readAt.toString(), childStatus, childProtected, guardianIds, invalidBefore],
    );
    if (former && fingerprint(former.holders) === fingerprint(custody.holders)) return;
    await tx.query('delete from custody_holder where child_id = $1', [childId]);
    await tx.query(
      `insert into custody_holder (child_id, guardian_id, kind, valid_from, valid_until, status, protected)
       select $1, * from unnest($2::uuid[], $3::text[], $4::date[], $5::date[], $6::smallint[], $7::boolean[])`,
      [
        childId,
        custody.holders.map(({ guardianId }) => guardianId),
        custody.holders.map(({ kind }) => kind),
        custody.holders.map(({ from }) => from?.toString() ?? null),
        custody.holders.map(({ until }) => until?.toString() ?? null),
        custody.holders.map(({ status }) => status),
        custody.holders.map((holder) => holder.protected),
      ],
    );
  }
}

function keptOf(row: CustodyRow): KeptCustody {
  return {
    childId: row.child_id,
    reading: Number(row.reading),
    readAt: Temporal.Instant.fromEpochMilliseconds(row.read_at.getTime()),
    invalidated: Number(row.reading) < Number(row.invalid_before),
    childStatus: row.child_status,
    childProtected: row.child_protected,
    guardianIds: row.guardian_ids,
    holders: row.holders.map((holder) => ({
      guardianId: holder.guardian_id,
      kind: holder.kind,
      from: holder.valid_from === null ? null : Temporal.PlainDate.from(holder.valid_from),
      until: holder.valid_until === null ? null : Temporal.PlainDate.from(holder.valid_until),
      status: holder.status,
      protected: holder.protected,
    })),
  };
}

const fingerprint = (holders: readonly CustodyHolder[]): string =>
  holders
    .map(({ guardianId, kind, from, until, status, protected: isProtected }) =>
      [guardianId, kind, from, until, status, isProtected].join(),
    )
    .sort()
    .join(';');
