import pg from 'pg';
import type { DataSource } from 'typeorm';

/**
 * A connection of its own beside the pool, for what belongs to a session and not to a transaction: advisory locks and LISTEN.
 * The caller ends it, and must listen to its `error` event.
 */
export async function openDatabaseSession(dataSource: DataSource, applicationName: string): Promise<pg.Client> {
  const { options } = dataSource;
  if (options.type !== 'postgres' || !options.url) throw new Error('A database session needs a PostgreSQL address');
  const session = new pg.Client({
    connectionString: options.url,
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    statement_timeout: 30_000,
    query_timeout: 35_000,
  });
  await session.connect();
  return session;
}
