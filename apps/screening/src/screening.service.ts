import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { childRegisteredV1 } from '#contracts/events/child-registered.js';
import { custodyChangedV1 } from '#contracts/events/custody-changed.js';
import { informationRequestAnsweredV1 } from '#contracts/events/information-request-answered.js';
import { informationRequestedV1 } from '#contracts/events/information-requested.js';
import { journalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { letterCancelledV1 } from '#contracts/events/letter-cancelled.js';
import { letterDeliveredV1 } from '#contracts/events/letter-delivered.js';
import { letterFailedV1 } from '#contracts/events/letter-failed.js';
import { letterReplyReceivedV1 } from '#contracts/events/letter-reply-received.js';
import { letterRequestedV1 } from '#contracts/events/letter-requested.js';
import { letterSubmittedV1 } from '#contracts/events/letter-submitted.js';
import { letterUnknownV1 } from '#contracts/events/letter-unknown.js';
import { portalDocumentOpenedV1 } from '#contracts/events/portal-document-opened.js';
import type { ServiceDefinition } from '#service/service-definition.js';
import { screeningMigrations } from './database/migrations/screening-migrations.js';
import { DocumentTextRow } from './documents/document-text.row.js';
import { DocumentRow } from './documents/document.row.js';
import { GuardianMessageTextRow } from './guardian-messages/guardian-message-text.row.js';
import { RebuildRow } from './rebuilds/rebuild.row.js';
import { screeningConfig, type ScreeningConfig } from './screening.config.js';
import { ScreeningModule } from './screening.module.js';

/** The screening service as it is started, here and in tests. */
export const screeningService: ServiceDefinition<ScreeningConfig> = {
  name: 'screening',
  config: screeningConfig,
  module: ScreeningModule,
  migrations: screeningMigrations,
  entities: [DocumentRow, DocumentTextRow, GuardianMessageTextRow, RebuildRow],
  consumes: [
    journalEntryReceivedV1,
    childRegisteredV1,
    childDeletedV1,
    custodyChangedV1,
    informationRequestedV1,
    informationRequestAnsweredV1,
    portalDocumentOpenedV1,
    letterRequestedV1,
    letterSubmittedV1,
    letterDeliveredV1,
    letterFailedV1,
    letterUnknownV1,
    letterCancelledV1,
    letterReplyReceivedV1,
  ],
};
