import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Which keyed hash of a CPR number is which child, as consent told it before. A hash never comes to mean another child. */
@Injectable()
export class KnownChildrenStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Child ids by hash (hex), of those known. */
  async findAll(municipality: string, cprHashes: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.dataSource.query<{ hash: string; child_id: string }[]>(
      `select encode(cpr_hash, 'hex') as hash, child_id from known_child
       where municipality = $1 and cpr_hash = any (select decode(hash, 'hex') from unnest($2::text[]) as asked (hash))`,
      [municipality, cprHashes],
    );
    return new Map(rows.map((row) => [row.hash, row.child_id]));
  }

  async rememberAll(municipality: string, children: ReadonlyMap<string, string>): Promise<void> {
    await this.dataSource.query(
      `insert into known_child (municipality, cpr_hash, child_id)
       select $1, decode(hash, 'hex'), child_id from unnest($2::text[], $3::uuid[]) as told (hash, child_id)
       order by hash on conflict do nothing`,
      [municipality, [...children.keys()], [...children.values()]],
    );
  }
}
