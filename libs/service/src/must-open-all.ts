import type { DataSource } from 'typeorm';
import { ConfigError } from './config.js';
import type { SealedTable } from './sealed-table.js';
import type { SealingKeys } from './sealing-keys.js';

/**
 * Every kept value must have been sealed by a key that is here: otherwise it could not be opened, and nobody would know before somebody
 * asked for it. `setting`: the name of the present key's, such as `MASTER_KEY_FILE`. Throws ConfigError with what to do.
 */
export async function mustOpenAll(
  dataSource: DataSource,
  tables: readonly SealedTable[],
  keys: SealingKeys,
  setting: string,
): Promise<void> {
  const foreign: string[] = [];
  for (const { table, keyId } of tables) {
    const found: { id: string; rows: number }[] = await dataSource.query(
      `select ${keyId} as id, count(*)::int as rows from ${table} where ${keyId} <> all($1) group by 1 order by 1`,
      [keys.keyIds],
    );
    foreign.push(...found.map(({ id, rows }) => `${rows} of ${table} by ${id}`));
  }
  if (foreign.length === 0) return;
  throw new ConfigError(
    `Kept values are sealed with a key that is not here: ${foreign.join(', ')}; here: ${keys.keyIds.join(', ')}. ` +
      `Set OTHER_${setting} to that key and finish the change of keys (docs/operations.md, Rotate keys), or put it back in ${setting}.`,
  );
}
