import type { DataSource } from 'typeorm';
import { openDatabaseSession } from '#persistence/database-session.js';
import { migrationSource } from '#persistence/migration-source.js';

/** Number of the advisory lock that lets one instance migrate while the others wait. */
const MIGRATION_LOCK = 7_236_401;

/**
 * Brings the database up to date, however long that takes; instances that start together do it one after the other. Returns the names of what
 * was run.
 */
export async function migrate(dataSource: DataSource, service: string): Promise<string[]> {
  const applicationName = `${service} migrations`;
  const session = await openDatabaseSession(dataSource, applicationName, { hurries: false });
  let lost: Error | undefined;
  session.on('error', (error) => (lost = error));
  try {
    await session.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const run = (await dataSource.showMigrations()) ? await runAll(migrationSource(dataSource, applicationName)) : [];
    if (lost) throw lost;
    return run;
  } finally {
    await session.end();
  }
}

async function runAll(source: DataSource): Promise<string[]> {
  await source.initialize();
  try {
    return (await source.runMigrations()).map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}
