import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ForgottenKeys } from '#messaging/deletion/forgotten-keys.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';

/** Which keyed hash of a CPR number is which child, as consent told it before. A hash comes to mean another child only after a deletion. */
@Injectable()
export class KnownChildrenStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly forgotten: ForgottenKeys,
  ) {}

  /** Child ids by hash (hex), of those known. */
  async findAll(municipality: string, cprHashes: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.dataSource.query<{ hash: string; child_id: string }[]>(
      `select encode(cpr_hash, 'hex') as hash, child_id from known_child
       where municipality = $1 and cpr_hash = any (select decode(hash, 'hex') from unnest($2::text[]) as asked (hash))`,
      [municipality, cprHashes],
    );
    return new Map(rows.map((row) => [row.hash, row.child_id]));
  }

  /** A child that was deleted since consent told of it is left out. */
  async rememberAll(municipality: string, children: ReadonlyMap<string, string>): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await this.forgotten.hold(tx);
      const gone = await this.forgotten.among(tx, [...children.values()]);
      const told = [...children].filter(([, childId]) => !gone.has(childId));
      await tx.query(
        `insert into known_child (municipality, cpr_hash, child_id)
         select $1, decode(hash, 'hex'), child_id from unnest($2::text[], $3::uuid[]) as told (hash, child_id)
         order by hash on conflict do nothing`,
        [municipality, told.map(([hash]) => hash), told.map(([, childId]) => childId)],
      );
    });
  }

  async forget(tx: Tx, childId: string): Promise<void> {
    await tx.query('delete from known_child where child_id = $1', [childId]);
  }
}
