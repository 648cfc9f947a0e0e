import { Module } from '@nestjs/common';
import { JournalEntryReceivedConsumer } from './adbb/journal-entry-received.consumer.js';
import { RaiseOverdue } from './adbb/raise-overdue.js';
import { RaiseOverdueJob } from './adbb/raise-overdue.job.js';
import { TakeJournalEntries } from './adbb/take-journal-entries.js';
import { ChildDeletedConsumer } from './deletion/child-deleted.consumer.js';
import { DeletedChild } from './deletion/deleted-child.store.js';
import { CurrentGuardiansClient } from './documents/current-guardians.client.js';
import { DocumentOpenedConsumer } from './documents/document-opened.consumer.js';
import { DocumentStore } from './documents/document.store.js';
import { DocumentsController } from './documents/documents.controller.js';
import { ReadDocument } from './documents/read-document.js';
import { ReadSharedDocuments } from './documents/read-shared-documents.js';
import { ShareDocument } from './documents/share-document.js';
import { SharedDocumentsController } from './documents/shared-documents.controller.js';
import { WriteDocument } from './documents/write-document.js';
import { GuardianAccess } from './guardian-messages/guardian-access.js';
import { GuardianMessagesController } from './guardian-messages/guardian-messages.controller.js';
import { ReadGuardianMessages } from './guardian-messages/read-guardian-messages.js';
import { TakeGuardianMessage } from './guardian-messages/take-guardian-message.js';
import { InformationRequestsConsumer } from './information/information-requests.consumer.js';
import { LettersConsumer } from './letters/letters.consumer.js';
import { RebuildRecords } from './rebuilds/rebuild-records.js';
import { RebuildsController } from './rebuilds/rebuilds.controller.js';
import { RecordShadow } from './rebuilds/record-shadow.store.js';
import { ChangeRecords } from './record/change-records.js';
import { ChildAccess } from './record/child-access.js';
import { KeptFacts } from './record/kept-facts.store.js';
import { ReadRecord } from './record/read-record.js';
import { RecordController } from './record/record.controller.js';
import { RecordStore } from './record/record.store.js';
import { RegistrationConsumer } from './registration/registration.consumer.js';
import { RuleSetStore } from './rule-sets/rule-set.store.js';
import { SetRules } from './rule-sets/set-rules.js';
import { RuleSetsController } from './rule-sets/rule-sets.controller.js';
import { CloseTask } from './tasks/close-task.js';
import { ListTasks } from './tasks/list-tasks.js';
import { Projections } from './tasks/projections.store.js';
import { TasksController } from './tasks/tasks.controller.js';

/** Everything that comes in, everything that decides, everything that stores. */
@Module({
  controllers: [
    JournalEntryReceivedConsumer,
    RegistrationConsumer,
    LettersConsumer,
    DocumentOpenedConsumer,
    InformationRequestsConsumer,
    ChildDeletedConsumer,
    GuardianMessagesController,
    RecordController,
    DocumentsController,
    SharedDocumentsController,
    TasksController,
    RuleSetsController,
    RebuildsController,
  ],
  providers: [
    DeletedChild,
    TakeJournalEntries,
    RaiseOverdue,
    RaiseOverdueJob,
    ChangeRecords,
    ReadRecord,
    WriteDocument,
    ShareDocument,
    ReadDocument,
    ReadSharedDocuments,
    ListTasks,
    CloseTask,
    RebuildRecords,
    TakeGuardianMessage,
    ReadGuardianMessages,
    GuardianAccess,
    ChildAccess,
    CurrentGuardiansClient,
    RecordStore,
    KeptFacts,
    Projections,
    DocumentStore,
    RuleSetStore,
    SetRules,
    RecordShadow,
  ],
})
export class ScreeningModule {}
