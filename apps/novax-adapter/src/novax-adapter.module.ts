import { Module } from '@nestjs/common';
import { CONFIG } from '#service/config-token.js';
import { DatabaseAnswers } from '#service/database-answers.js';
import { AdbbAges } from './ages/adbb-ages.js';
import { AdbbAgesStore } from './ages/adbb-ages.store.js';
import { RulesSetConsumer } from './ages/rules-set.consumer.js';
import { ChildrenClient } from './children/children.client.js';
import { ForgetChild } from './children/forget-child.js';
import { ChildDeletedConsumer } from './deletion/child-deleted.consumer.js';
import { DeletedChild } from './deletion/deleted-child.store.js';
import { FindChild } from './children/find-child.js';
import { KnownChildrenStore } from './children/known-children.store.js';
import { FhirBundlesController } from './fhir/fhir-bundles.controller.js';
import { FhirMetadataController } from './fhir/fhir-metadata.controller.js';
import { JudgingThread } from './fhir/judging-thread.js';
import { TakeKlDelivery } from './fhir/take-kl-delivery.js';
import { Intake } from './intake/intake.js';
import { IntakeStore } from './intake/intake.store.js';
import { RefusalAtTheDoor } from './intake/refusal-at-the-door.js';
import { RefuseEntry } from './intake/refuse-entry.js';
import { NovaxResultsController } from './novax/novax-results.controller.js';
import { TakeNovaxResult } from './novax/take-novax-result.js';
import type { NovaxAdapterConfig } from './novax-adapter.config.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { ReceiptsStore } from './receipts/receipts.store.js';
import { RefusedEntriesController } from './refused/refused-entries.controller.js';
import { RefusedEntriesStore } from './refused/refused-entries.store.js';
import { EntriesController } from './sealing/entries.controller.js';
import { HashKey } from './sealing/hash-key.js';
import { KeyVault } from './sealing/key-vault.js';
import { OpenEntry } from './sealing/open-entry.js';
import { openKeyVault } from './sealing/open-key-vault.js';
import { RegisterSenders } from './senders/register-senders.js';
import { SendersStore } from './senders/senders.store.js';

/** Everything that comes into the adapter, and everything it is made of. */
@Module({
  controllers: [
    NovaxResultsController,
    FhirBundlesController,
    FhirMetadataController,
    ReceiptsController,
    RefusedEntriesController,
    EntriesController,
    RulesSetConsumer,
    ChildDeletedConsumer,
  ],
  providers: [
    TakeNovaxResult,
    TakeKlDelivery,
    { provide: JudgingThread, useFactory: () => new JudgingThread() },
    Intake,
    IntakeStore,
    RefuseEntry,
    RefusalAtTheDoor,
    AdbbAges,
    AdbbAgesStore,
    FindChild,
    ForgetChild,
    DeletedChild,
    KnownChildrenStore,
    ChildrenClient,
    RegisterSenders,
    SendersStore,
    ReceiptsStore,
    RefusedEntriesStore,
    OpenEntry,
    { provide: KeyVault, useFactory: openKeyVault, inject: [CONFIG, DatabaseAnswers] },
    {
      provide: HashKey,
      useFactory: (config: NovaxAdapterConfig) => HashKey.fromFile(config.CPR_HASH_KEY_FILE),
      inject: [CONFIG],
    },
  ],
})
export class NovaxAdapterModule {}
