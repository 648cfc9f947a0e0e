import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { SteadyClient } from './steady-client.js';

export interface DataSourceOptions {
  /** postgres://user:password@host:port/database */
  url: string;
  /** Migration classes in order; nothing is created by guessing from entities. */
  migrations: readonly (new () => MigrationInterface)[];
  entities?: readonly (EntitySchema<any> | (new (...args: any[]) => object))[];
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Connections at most; default 10. */
  poolSize?: number;
}

/** A data source, not yet connected. A statement ends after 30 s, a transaction that does nothing after 60 s, a dead line is found by keep-alive. */
export function createDataSource(options: DataSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...(options.entities ?? [])],
    migrations: [...options.migrations],
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    applicationName: options.applicationName,
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: 5000,
    installExtensions: false,
    extra: {
      Client: SteadyClient,
      // Statements that nobody waited between go out together (see SteadyClient).
      pipeline: true,
      keepAlive: true,
      statement_timeout: 30_000,
      query_timeout: 35_000,
      idle_in_transaction_session_timeout: 60_000,
      idleTimeoutMillis: 60_000,
    },
  });
}
