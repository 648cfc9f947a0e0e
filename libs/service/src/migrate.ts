import type { DataSource } from 'typeorm';
import { openDatabaseSession } from '#persistence/database-session.js';

/** Number of the advisory lock that lets one instance migrate while the others wait. */
const MIGRATION_LOCK = 7_236_401;

/** Brings the database up to date; instances that start together do it one after the other. Returns the names of what was run. */
export async function migrate(dataSource: DataSource, service: string): Promise<string[]> {
  const session = await openDatabaseSession(dataSource, `${service} migrations`);
  let lost: Error | undefined;
  session.on('error', (error) => (lost = error));
  try {
    await session.query('set statement_timeout = 0');
    await session.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const run = await dataSource.runMigrations();
    if (lost) throw lost;
    return run.map(({ name }) => name);
  } finally {
    await session.end();
  }
}
