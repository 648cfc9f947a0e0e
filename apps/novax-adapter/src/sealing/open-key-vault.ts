import { log } from '#observability/log.js';
import { createDataSource } from '#persistence/data-source.js';
import type { DatabaseAnswers } from '#service/database-answers.js';
import { migrate } from '#service/migrate.js';
import { mustOpenAll } from '#service/must-open-all.js';
import type { NovaxAdapterConfig } from '../novax-adapter.config.js';
import { keyMigrations } from './key-migrations.js';
import { LocalKeyVault } from './local-key-vault.js';
import { masterKeys, wrappedKeys } from './master-keys.js';

/**
 * Connects the local key vault to its own database, brought up to date, which the adapter is not ready without: every entry is sealed by a
 * key. Throws ConfigError when a master key is missing.
 */
export async function openKeyVault(config: NovaxAdapterConfig, answers: DatabaseAnswers): Promise<LocalKeyVault> {
  const dataSource = createDataSource({
    url: config.KEYS_DATABASE_URL,
    migrations: [...keyMigrations],
    applicationName: 'novax-adapter-keys',
    poolSize: 4,
  });
  const keys = masterKeys(config);
  await dataSource.initialize();
  try {
    for (const migration of await migrate(dataSource, 'novax-adapter-keys'))
      log.info('Migrated the key vault', { migration });
    await mustOpenAll(dataSource, wrappedKeys, keys, 'MASTER_KEY_FILE');
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  answers.add(dataSource);
  return new LocalKeyVault(dataSource, keys);
}
