import { createDataSource } from '#persistence/data-source.js';
import { runSealAgain } from '#service/run-seal-again.js';
import { consentConfig } from '../consent.config.js';
import { registerKeys, registerSeals } from './register-seals.js';

/**
 * `node dist/apps/consent/src/register/seal-again-command.js`, with the environment of consent: seals with REGISTER_SEAL_KEY whatever
 * OTHER_REGISTER_SEAL_KEY sealed.
 */
const config = consentConfig.read(process.env);
const dataSource = createDataSource({
  url: config.DATABASE_URL,
  migrations: [],
  applicationName: 'consent-seals',
  poolSize: 2,
});
await dataSource.initialize();
await runSealAgain(dataSource, registerSeals, registerKeys(config), 'REGISTER_SEAL_KEY');
