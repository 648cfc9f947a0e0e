import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG } from '#service/config-token.js';
import { mustOpenAll } from '#service/must-open-all.js';
import { AccessController } from './access/access.controller.js';
import { AccessLogController } from './access/access-log.controller.js';
import { AccessLogStore } from './access/access-log.store.js';
import { AccessLogRetentionController } from './access/access-log-retention.controller.js';
import { AccessLogRetentionStore } from './access/access-log-retention.store.js';
import { AccessMatrixController } from './access/access-matrix.controller.js';
import { RetainAccessLog } from './access/retain-access-log.js';
import { RetainAccessLogJob } from './access/retain-access-log.job.js';
import { ConsentTypesController } from './consents/consent-types.controller.js';
import { PlacesWithheld } from './custody/places-withheld.js';
import { AnswerInformation } from './information/answer-information.js';
import { InformationRequestsController } from './information/information-requests.controller.js';
import { InformationRequestsStore } from './information/information-requests.store.js';
import { RequestInformation } from './information/request-information.js';
import { DecideAccess } from './access/decide-access.js';
import { GatherFacts } from './access/gather-facts.js';
import { ChildrenController } from './children/children.controller.js';
import { ChildrenStore } from './children/children.store.js';
import { RegisterChild } from './children/register-child.js';
import { AskYoungPeople } from './consents/ask-young-people.js';
import { AskYoungPeopleJob } from './consents/ask-young-people.job.js';
import { ConsentsFollow } from './consents/consents-follow.js';
import { PreviewWithdrawal } from './consents/preview-withdrawal.js';
import { AnswerConsent } from './consents/answer-consent.js';
import { ConsentSubjects } from './consents/consent-subjects.js';
import { ConsentTypesStore } from './consents/consent-types.store.js';
import { ConsentsController } from './consents/consents.controller.js';
import { ConsentsStore } from './consents/consents.store.js';
import { GuardianConsentsController } from './consents/guardian-consents.controller.js';
import { ReadConsents } from './consents/read-consents.js';
import { RequestConsent } from './consents/request-consent.js';
import { CustodyEventsController } from './custody/custody-events.controller.js';
import { CustodyOfChildren } from './custody/custody-of-children.js';
import { CustodyStore } from './custody/custody.store.js';
import { HearCustodyChange } from './custody/hear-custody-change.js';
import { ReadCustody } from './custody/read-custody.js';
import { RefreshCustody } from './custody/refresh-custody.js';
import { WatchStaleCustody } from './custody/watch-stale-custody.js';
import { RegisterNoticesStore } from './custody/register-notices.store.js';
import { ChildrenOfPortalUser } from './guardians/children-of-portal-user.js';
import { ChildDeletedConsumer } from './deletion/child-deleted.consumer.js';
import { ChildDeletionsController } from './deletion/child-deletions.controller.js';
import { ChildDeletionsStore } from './deletion/child-deletions.store.js';
import { ConfirmDeletion } from './deletion/confirm-deletion.js';
import { DeletedChild } from './deletion/deleted-child.store.js';
import { LogOfDeleted } from './deletion/log-of-deleted.store.js';
import { RequestDeletion } from './deletion/request-deletion.js';
import { GuardiansController } from './guardians/guardians.controller.js';
import { GuardiansStore } from './guardians/guardians.store.js';
import { IdentifyGuardian } from './guardians/identify-guardian.js';
import { RecipientOfLetter } from './guardians/recipient-of-letter.js';
import { ShownChildren } from './guardians/shown-children.js';
import { YoungPeople } from './guardians/young-people.js';
import type { ConsentConfig } from './consent.config.js';
import { CprVault } from './register/cpr-vault.js';
import { registerKeys, registerSeals } from './register/register-seals.js';
import { CustodyRegister } from './register/custody-register.js';
import { LookUpPerson } from './register/look-up-person.js';
import { Sf1520Client } from './register/sf1520.client.js';

/** Everything that comes in, everything that decides, everything that stores. */
@Module({
  controllers: [
    // `access-log`, `consents` and `guardians` stand below a child's path: before the controller that answers the path itself.
    AccessController,
    AccessLogController,
    AccessLogRetentionController,
    AccessMatrixController,
    ConsentTypesController,
    InformationRequestsController,
    ConsentsController,
    GuardianConsentsController,
    GuardiansController,
    CustodyEventsController,
    ChildDeletionsController,
    ChildDeletedConsumer,
    ChildrenController,
  ],
  providers: [
    { provide: CustodyRegister, useClass: Sf1520Client },
    LookUpPerson,
    ReadCustody,
    RefreshCustody,
    CustodyOfChildren,
    HearCustodyChange,
    WatchStaleCustody,
    RegisterChild,
    IdentifyGuardian,
    RecipientOfLetter,
    ShownChildren,
    ChildrenOfPortalUser,
    YoungPeople,
    RequestConsent,
    AnswerConsent,
    ReadConsents,
    ConsentSubjects,
    ConsentsFollow,
    PreviewWithdrawal,
    AskYoungPeople,
    AskYoungPeopleJob,
    GatherFacts,
    DecideAccess,
    PlacesWithheld,
    RetainAccessLog,
    RetainAccessLogJob,
    RequestDeletion,
    ConfirmDeletion,
    ChildDeletionsStore,
    DeletedChild,
    LogOfDeleted,
    RequestInformation,
    AnswerInformation,
    CprVault,
    {
      provide: 'all kept seals open',
      inject: [DataSource, CONFIG],
      useFactory: (dataSource: DataSource, config: ConsentConfig) =>
        mustOpenAll(dataSource, registerSeals, registerKeys(config), 'REGISTER_SEAL_KEY'),
    },
    ChildrenStore,
    GuardiansStore,
    CustodyStore,
    RegisterNoticesStore,
    ConsentTypesStore,
    ConsentsStore,
    AccessLogStore,
    AccessLogRetentionStore,
    InformationRequestsStore,
  ],
})
export class ConsentModule {}
