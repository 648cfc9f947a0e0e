import { createDataSource } from '#persistence/data-source.js';
import { runSealAgain } from '#service/run-seal-again.js';
import { notificationsConfig } from '../notifications.config.js';
import { replyKeys, replySeals } from './reply-seals.js';

/**
 * `node dist/apps/notifications/src/replies/seal-again-command.js`, with the environment of notifications: seals with REPLY_SEAL_KEY whatever
 * OTHER_REPLY_SEAL_KEY sealed.
 */
const config = notificationsConfig.read(process.env);
const dataSource = createDataSource({
  url: config.DATABASE_URL,
  migrations: [],
  applicationName: 'notifications-seals',
  poolSize: 2,
});
await dataSource.initialize();
await runSealAgain(dataSource, replySeals, replyKeys(config), 'REPLY_SEAL_KEY');
