import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { screeningRulesSetV1 } from '#contracts/events/screening-rules-set.js';
import type { ServiceDefinition } from '#service/service-definition.js';
import { CreateNovaxAdapter1763900000000 } from './database/migrations/1763900000000-create-novax-adapter.js';
import { AdbbAges1763900000002 } from './database/migrations/1763900000002-adbb-ages.js';
import { EntriesOfChild1796500400000 } from './database/migrations/1796500400000-entries-of-child.js';
import { RefusalsOfSender1796600000000 } from './database/migrations/1796600000000-refusals-of-sender.js';
import { JournalEntryRow } from './intake/journal-entry.row.js';
import { RefusedEntryRow } from './intake/refused-entry.row.js';
import { novaxAdapterConfig, type NovaxAdapterConfig } from './novax-adapter.config.js';
import { NovaxAdapterModule } from './novax-adapter.module.js';
import { SealedEntryRow } from './sealing/sealed-entry.row.js';
import { SenderRow } from './senders/sender.row.js';

export const novaxAdapterService: ServiceDefinition<NovaxAdapterConfig> = {
  name: 'novax-adapter',
  config: novaxAdapterConfig,
  module: NovaxAdapterModule,
  migrations: [
    CreateNovaxAdapter1763900000000,
    AdbbAges1763900000002,
    EntriesOfChild1796500400000,
    RefusalsOfSender1796600000000,
  ],
  entities: [SenderRow, JournalEntryRow, RefusedEntryRow, SealedEntryRow],
  consumes: [screeningRulesSetV1, childDeletedV1],
  edge: true,
};
