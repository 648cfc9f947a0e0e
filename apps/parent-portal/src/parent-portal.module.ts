import { Module } from '@nestjs/common';
import { AccessLogController } from './children/access-log.controller.js';
import { ChildrenController } from './children/children.controller.js';
import { ConsentClient } from './children/consent.client.js';
import { DocumentsController } from './documents/documents.controller.js';
import { OpenDocument } from './documents/open-document.js';
import { ScreeningClient } from './documents/screening.client.js';
import { LanguageController } from './letters/language.controller.js';
import { LettersController } from './letters/letters.controller.js';
import { NotificationsClient } from './letters/notifications.client.js';
import { BrokerUserinfo } from './login/broker-userinfo.client.js';
import { CurrentGuardian } from './login/current-guardian.js';
import { LoginBroker } from './login/login-broker.js';

/** The guardian's doors, and the services they lead to. */
@Module({
  controllers: [ChildrenController, AccessLogController, DocumentsController, LettersController, LanguageController],
  providers: [
    { provide: LoginBroker, useClass: BrokerUserinfo },
    CurrentGuardian,
    OpenDocument,
    ConsentClient,
    ScreeningClient,
    NotificationsClient,
  ],
})
export class ParentPortalModule {}
