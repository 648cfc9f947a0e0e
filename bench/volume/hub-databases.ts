import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { projectRoot } from '#local/project-root.js';
import type { BenchHub } from '../bench-hub.js';

/** The hub's databases by their names in `deploy/databases.json`, each with a superuser's session. */
export class HubDatabases {
  private constructor(private readonly sessions: ReadonlyMap<string, Client>) {}

  static async open({ servers, topicPrefix }: BenchHub): Promise<HubDatabases> {
    const file = readFileSync(join(projectRoot, 'deploy', 'databases.json'), 'utf8');
    const names = (JSON.parse(file) as { database: string }[]).map(({ database }) => database);
    const prefix = topicPrefix === 'hub.' ? '' : topicPrefix.replace('.', '_');
    const sessions = await Promise.all(
      names.map(async (name) => {
        const url = new URL(servers.databaseUrl);
        url.pathname = `/${prefix}${name}`;
        const client = new Client({ connectionString: url.toString() });
        await client.connect();
        return [name, client] as const;
      }),
    );
    return new HubDatabases(new Map(sessions));
  }

  get names(): string[] {
    return [...this.sessions.keys()];
  }

  async rows<Row extends object>(database: string, sql: string, values: unknown[] = []): Promise<Row[]> {
    const session = this.sessions.get(database);
    if (!session) throw new Error(`The hub has no database ${database}`);
    return (await session.query(sql, values)).rows as Row[];
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions.values()].map((session) => session.end()));
  }
}
