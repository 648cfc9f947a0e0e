import type { DataSource } from 'typeorm';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { SealedTable } from './sealed-table.js';
import type { SealingKeys } from './sealing-keys.js';

const AT_ONCE = 500;

type Row = Readonly<Record<string, Buffer | string | null>>;

/**
 * Seals with the present key what another one sealed, some rows at a time. Can be ended at any moment and begun again: what is sealed with
 * the present key is passed over. Services go on meanwhile, as long as they know both keys.
 */
export class SealAgain {
  private readonly unitOfWork: UnitOfWork;

  constructor(
    dataSource: DataSource,
    private readonly tables: readonly SealedTable[],
    private readonly keys: SealingKeys,
  ) {
    this.unitOfWork = new UnitOfWork(dataSource);
  }

  /** Answers how many rows were sealed again; `progress` is told after each part how many are left. Throws when a value opens with neither key. */
  async run(progress: (left: number) => void, signal = new AbortController().signal): Promise<number> {
    let done = 0;
    for (const table of this.tables) {
      while (!signal.aborted) {
        const rows = await this.unitOfWork.run((tx) => this.part(tx, table));
        if (rows === 0) break;
        done += rows;
        progress(await this.left());
      }
    }
    return done;
  }

  /** Rows that the present key has not sealed. */
  async left(): Promise<number> {
    const counts = this.tables.map(
      ({ table, keyId }) => `(select count(*) from ${table} where ${keyId} is distinct from $1)`,
    );
    const [row] = await this.unitOfWork.glance((tx) =>
      tx.query<{ rows: number }>(`select (${counts.join(' + ')})::int as rows`, [this.keys.keyId]),
    );
    return row!.rows;
  }

  private async part(tx: Tx, { table, id, keyId, sealed }: SealedTable): Promise<number> {
    const columns = Object.keys(sealed);
    const bounds = Object.values(sealed).map((bound, nth) => `(${bound})::text as bound_${nth}`);
    const rows = await tx.query<Row>(
      `select ${[id, ...columns, ...bounds].join(', ')} from ${table} where ${keyId} is distinct from $1
       order by ${id} limit ${AT_ONCE} for update`,
      [this.keys.keyId],
    );
    const again = columns.map((column, nth) =>
      rows.map((row) => this.again(row[column] as Buffer | null, row[`bound_${nth}`] as string)),
    );
    const given = columns.map((_, nth) => `$${nth + 3}::bytea[]`);
    await tx.query(
      `update ${table} set ${keyId} = $1, ${columns.map((column) => `${column} = again.${column}`).join(', ')}
       from unnest(${['$2::uuid[]', ...given].join(', ')}) as again (${[id, ...columns].join(', ')})
       where ${table}.${id} = again.${id}`,
      [this.keys.keyId, rows.map((row) => row[id]), ...again],
    );
    return rows.length;
  }

  private again(value: Buffer | null, boundTo: string): Buffer | null {
    return value === null ? null : this.keys.seal(this.keys.open(value, boundTo), boundTo);
  }
}
