import { createHash } from 'node:crypto';
import pg from 'pg';
import type { DataSource, MigrationInterface } from 'typeorm';
import { createDataSource, type DataSourceOptions } from '#persistence/data-source.js';

type Migrations = readonly (new () => MigrationInterface)[];

export interface TestDatabase {
  url: string;
  /** Connected; ends with `drop`. */
  dataSource: DataSource;
  /** Ends the connections and removes the database. Call it in `afterAll`. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions extends Pick<DataSourceOptions, 'entities' | 'poolSize'> {}

/**
 * A database of its own for one test file, cloned from a template that has the migrations. Templates are made once for each set of
 * migrations, also with several test processes. `TEST_DATABASE_URL` names the server and a role that may create databases.
 */
export async function testDatabase(
  name: string,
  migrations: Migrations,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const template = await templateWith(migrations);
  const database = `t_${name.replace(/\W+/g, '_').toLowerCase().slice(0, 30)}_${process.pid}_${++made}`;
  await onServer(async (server) => {
    await server.query(`drop database if exists ${database} with (force)`);
    await server.query(`create database ${database} template ${template}`);
  });
  const url = databaseUrl(database);
  const dataSource = createDataSource({ url, migrations, applicationName: database, ...options });
  await dataSource.initialize();
  return {
    url,
    dataSource,
    drop: async () => {
      await dataSource.destroy();
      await onServer((server) => server.query(`drop database if exists ${database} with (force)`));
    },
  };
}

let made = 0;

async function templateWith(migrations: Migrations): Promise<string> {
  const source = migrations.map((migration) => `${migration.name}${migration.toString()}`).join();
  const template = `template_${createHash('sha256').update(source).digest('hex').slice(0, 16)}`;
  await onServer(async (server) => {
    await server.query('select pg_advisory_lock(7483, 1)');
    const { rowCount } = await server.query('select from pg_database where datname = $1 and datistemplate', [template]);
    if (rowCount) return;
    await server.query(`drop database if exists ${template} with (force)`);
    await server.query(`create database ${template}`);
    const dataSource = createDataSource({ url: databaseUrl(template), migrations, applicationName: template });
    await dataSource.initialize();
    await dataSource.runMigrations();
    await dataSource.destroy();
    await server.query(`alter database ${template} with is_template true`);
  });
  return template;
}

async function onServer(work: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const server = new pg.Client({ connectionString: serverUrl() });
  await server.connect();
  try {
    await work(server);
  } finally {
    await server.end();
  }
}

function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests with npm test');
  return url;
}

function databaseUrl(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}
