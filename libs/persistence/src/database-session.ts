import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { SteadyClient } from './steady-client.js';

/**
 * A connection of its own beside the pool, for what belongs to a session and not to a transaction: advisory locks and LISTEN.
 * The caller ends it; its `error` event tells of a loss. `hurries`: a statement ends after 30 s, which is the default.
 */
export async function openDatabaseSession(
  dataSource: DataSource,
  applicationName: string,
  { hurries = true }: { hurries?: boolean } = {},
): Promise<pg.Client> {
  const { options } = dataSource;
  if (options.type !== 'postgres' || !options.url) throw new Error('A database session needs a PostgreSQL address');
  const session = new SteadyClient({
    connectionString: options.url,
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    ...(hurries && { statement_timeout: 30_000, query_timeout: 35_000 }),
  });
  await session.connect();
  return session;
}
