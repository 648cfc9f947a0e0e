import { DataSource, type DataSourceOptions } from 'typeorm';

/**
 * The same database for its migrations, not yet connected: an index on years of rows takes as long as it takes. Only for locks it waits no
 * longer than any statement may take, since everybody else would wait behind it.
 */
export function migrationSource({ options }: DataSource, applicationName: string): DataSource {
  const extra = { ...options.extra, statement_timeout: 0, query_timeout: 0, lock_timeout: 30_000 };
  return new DataSource({ ...options, applicationName, poolSize: 1, extra } as DataSourceOptions);
}
