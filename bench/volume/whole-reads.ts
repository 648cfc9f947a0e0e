import type { HubDatabases } from './hub-databases.js';

/** Rows read by reading tables from end to end so far, by `database.table`. */
export async function wholeReads(databases: HubDatabases): Promise<Map<string, number>> {
  const found = await Promise.all(
    databases.names.map(async (database) => {
      const rows = await databases.rows<{ table: string; read: string }>(
        database,
        'select relname as table, seq_tup_read as read from pg_stat_user_tables where seq_tup_read > 0',
      );
      return rows.map(({ table, read }) => [`${database}.${table}`, Number(read)] as const);
    }),
  );
  return new Map(found.flat());
}
