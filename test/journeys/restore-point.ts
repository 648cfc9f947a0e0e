import pg from 'pg';

/**
 * A service's database as it is at a moment, put back later. In life this is a base backup with the log of changes up to that moment; here
 * it is a copy made by PostgreSQL itself, with everything that stands in the database: rows, numbers given out, transaction numbers.
 */
export class RestorePoint {
  private constructor(
    private readonly server: string,
    private readonly database: string,
  ) {}

  /** Nobody may be connected to the database: stop its service first. */
  static async take(server: string, database: string): Promise<RestorePoint> {
    const point = new RestorePoint(server, database);
    await point.run(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`,
      `create database ${point.copy} template ${database} owner ${database}`,
      `revoke connect, temporary on database ${point.copy} from public`,
    );
    return point;
  }

  async restore(): Promise<void> {
    await this.run(
      `drop database ${this.database} with (force)`,
      `alter database ${this.copy} rename to ${this.database}`,
    );
  }

  private get copy(): string {
    return `${this.database}_at_t`;
  }

  private async run(...statements: string[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.server });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
