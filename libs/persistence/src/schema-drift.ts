import type { DataSource } from 'typeorm';

/** The statements that would make the database look like the entities: empty when no migration was forgotten. */
export async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  const log = await dataSource.driver.createSchemaBuilder().log();
  return log.upQueries.map(({ query }) => query);
}
