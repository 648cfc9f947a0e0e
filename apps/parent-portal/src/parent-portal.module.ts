import { Module } from '@nestjs/common';
import { AccessLogController } from './children/access-log.controller.js';
import { ChildrenController } from './children/children.controller.js';
import { ConsentClient } from './children/consent.client.js';
import { ConsentsClient } from './consents/consents.client.js';
import { ConsentsController } from './consents/consents.controller.js';
import { DocumentsController } from './documents/documents.controller.js';
import { OpenDocument } from './documents/open-document.js';
import { ScreeningClient } from './documents/screening.client.js';
import { InformationRequestsClient } from './information/information-requests.client.js';
import { InformationRequestsController } from './information/information-requests.controller.js';
import { LanguageController } from './letters/language.controller.js';
import { LettersController } from './letters/letters.controller.js';
import { NotificationsClient } from './letters/notifications.client.js';
import { BrokerUserinfo } from './login/broker-userinfo.client.js';
import { CurrentGuardian } from './login/current-guardian.js';
import { LoginBroker } from './login/login-broker.js';
import { GuardianMessagesClient } from './messages/guardian-messages.client.js';
import { GuardianMessagesController } from './messages/guardian-messages.controller.js';

/** The guardian's doors, and the services they lead to. */
@Module({
  controllers: [
    ChildrenController,
    AccessLogController,
    DocumentsController,
    LettersController,
    LanguageController,
    ConsentsController,
    GuardianMessagesController,
    InformationRequestsController,
  ],
  providers: [
    { provide: LoginBroker, useClass: BrokerUserinfo },
    CurrentGuardian,
    OpenDocument,
    ConsentClient,
    ScreeningClient,
    NotificationsClient,
    ConsentsClient,
    GuardianMessagesClient,
    InformationRequestsClient,
  ],
})
export class ParentPortalModule {}
