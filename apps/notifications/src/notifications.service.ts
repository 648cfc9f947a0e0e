import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { consentDeclinedV1 } from '#contracts/events/consent-declined.js';
import { consentRequestedV1 } from '#contracts/events/consent-requested.js';
import { consentWithdrawnV1 } from '#contracts/events/consent-withdrawn.js';
import { portalDocumentSharedV1 } from '#contracts/events/portal-document-shared.js';
import type { ServiceDefinition } from '#service/service-definition.js';
import { Letters1790000000000 } from './database/migrations/1790000000000-letters.js';
import { LetterReasons1790100000000 } from './database/migrations/1790100000000-letter-reasons.js';
import { ConsentLetters1790200000000 } from './database/migrations/1790200000000-consent-letters.js';
import { OpenLetters1790300000000 } from './database/migrations/1790300000000-open-letters.js';
import { DeletedChildren1796500300000 } from './database/migrations/1796500300000-deleted-children.js';
import { MessagesOfDeleted1796700000000 } from './database/migrations/1796700000000-messages-of-deleted.js';
import { SealKeys1796900000003 } from './database/migrations/1796900000003-seal-keys.js';
import { notificationsConfig, type NotificationsConfig } from './notifications.config.js';
import { NotificationsModule } from './notifications.module.js';

/** The notifications service as it is started, here and in tests. */
export const notificationsService: ServiceDefinition<NotificationsConfig> = {
  name: 'notifications',
  config: notificationsConfig,
  module: NotificationsModule,
  migrations: [
    Letters1790000000000,
    LetterReasons1790100000000,
    ConsentLetters1790200000000,
    OpenLetters1790300000000,
    DeletedChildren1796500300000,
    MessagesOfDeleted1796700000000,
    SealKeys1796900000003,
  ],
  consumes: [portalDocumentSharedV1, consentRequestedV1, consentDeclinedV1, consentWithdrawnV1, childDeletedV1],
};
