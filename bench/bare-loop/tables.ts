import { Client } from 'pg';

/** What the bare loop keeps: the border's entries and outbox, the recorder's inbox, results and outbox. */
const TABLES = `
  create schema bare_loop;
  create table bare_loop.entry (record_id text primary key, body bytea not null);
  create table bare_loop.outbox (id bigserial primary key, record_id text not null);
  create table bare_loop.inbox (event_id text primary key);
  create table bare_loop.result (record_id text primary key, fact jsonb not null);
  create table bare_loop.recorded_outbox (id bigserial primary key, record_id text not null)`;

/** Runs the work beside fresh tables in a schema of their own, which is gone afterwards. */
export async function withTables<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('drop schema if exists bare_loop cascade');
    await client.query(TABLES);
    return await work(client);
  } finally {
    await client.query('drop schema if exists bare_loop cascade');
    await client.end();
  }
}
