import { log } from '#observability/log.js';
import { createDataSource } from '#persistence/data-source.js';
import { migrate } from '#service/migrate.js';
import type { NovaxAdapterConfig } from '../novax-adapter.config.js';
import { keyMigrations } from './key-migrations.js';
import { KeyWrap } from './key-wrap.js';
import { LocalKeyVault } from './local-key-vault.js';

/** Connects the local key vault to its own database, brought up to date. */
export async function openKeyVault(config: NovaxAdapterConfig): Promise<LocalKeyVault> {
  const dataSource = createDataSource({
    url: config.KEYS_DATABASE_URL,
    migrations: [...keyMigrations],
    applicationName: 'novax-adapter-keys',
    poolSize: 4,
  });
  const keyWrap = KeyWrap.fromFile(config.MASTER_KEY_FILE, config.OTHER_MASTER_KEY_FILE);
  await dataSource.initialize();
  for (const migration of await migrate(dataSource, 'novax-adapter-keys'))
    log.info('Migrated the key vault', { migration });
  return new LocalKeyVault(dataSource, keyWrap);
}
