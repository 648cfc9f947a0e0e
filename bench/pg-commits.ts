import { Client } from 'pg';

/** Bare single-row commits a second with this many connections: what the disk and PostgreSQL can do at all. */
export async function pgCommitsPerSecond(databaseUrl: string, connections: number, seconds: number): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      return client;
    }),
  );
  const first = clients[0];
  if (!first) return 0;
  await first.query('CREATE TABLE IF NOT EXISTS bench_commit (id bigserial PRIMARY KEY, body text)');
  const end = performance.now() + seconds * 1000;
  let commits = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        await client.query({ name: 'commit', text: 'INSERT INTO bench_commit (body) VALUES ($1)', values: ['x'] });
        commits += 1;
      }
    }),
  );
  await first.query('DROP TABLE bench_commit');
  await Promise.all(clients.map((client) => client.end()));
  return commits / seconds;
}
