import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AccessLogPagesController } from './access-log/access-log.pages.controller.js';
import { ReadLog } from './access-log/read-log.js';
import { AccessLogController } from './children/access-log.controller.js';
import { ChildDeletedConsumer } from './children/child-deleted.consumer.js';
import { ChildrenController } from './children/children.controller.js';
import { ChildrenPagesController } from './children/children.pages.controller.js';
import { ConsentClient } from './children/consent.client.js';
import { ConsentsClient } from './consents/consents.client.js';
import { AnswerFromPage } from './consents/answer-from-page.js';
import { ConsentsController } from './consents/consents.controller.js';
import { ConsentsPagesController } from './consents/consents.pages.controller.js';
import { MyConsents } from './consents/my-consents.js';
import { MyChildren } from './children/my-children.js';
import { DocumentsController } from './documents/documents.controller.js';
import { DocumentsPagesController } from './documents/documents.pages.controller.js';
import { ListDocuments } from './documents/list-documents.js';
import { OpenDocument } from './documents/open-document.js';
import { ScreeningClient } from './documents/screening.client.js';
import { InformationPagesController } from './information/information.pages.controller.js';
import { InformationRequestsClient } from './information/information-requests.client.js';
import { InformationRequestsController } from './information/information-requests.controller.js';
import { Assets } from './layout/assets.js';
import { AssetsController } from './layout/assets.controller.js';
import { FrameMiddleware } from './layout/frame.middleware.js';
import { LanguagePagesController } from './layout/language.pages.controller.js';
import { LanguageController } from './letters/language.controller.js';
import { LettersController } from './letters/letters.controller.js';
import { LettersPagesController } from './letters/letters.pages.controller.js';
import { MyLetters } from './letters/my-letters.js';
import { NotificationsClient } from './letters/notifications.client.js';
import { BrokerUserinfo } from './login/broker-userinfo.client.js';
import { BrowserLogin } from './login/browser-login.js';
import { CurrentGuardian } from './login/current-guardian.js';
import { LoginBroker } from './login/login-broker.js';
import { GuardianMessagesClient } from './messages/guardian-messages.client.js';
import { GuardianMessagesController } from './messages/guardian-messages.controller.js';
import { MessagesPagesController } from './messages/messages.pages.controller.js';
import { LoginPagesController } from './login/login.pages.controller.js';
import { OidcLogin } from './login/oidc-login.client.js';
import { MunicipalityPagesController } from './municipality/municipality.pages.controller.js';
import { TextsOfMunicipality } from './municipality/texts-of-municipality.js';
import { MissingPagesController } from './pages/missing.pages.controller.js';
import { RootPagesController } from './pages/root.pages.controller.js';
import { LoginsStore } from './session/logins.store.js';
import { LogoutPagesController } from './session/logout.pages.controller.js';
import { PortalCookies } from './session/portal-cookies.js';
import { GuessBrake } from './session/guess-brake.interceptor.js';
import { PortalLimits } from './session/portal-limits.js';
import { PortalSessions } from './session/portal-sessions.js';
import { PurgeSessionsJob } from './session/purge-sessions.job.js';
import { RequireFreshLogin } from './session/require-fresh-login.js';
import { SessionSeal } from './session/session-seal.js';
import { SessionsStore } from './session/sessions.store.js';

/** JSON doors for guardians' tokens. */
const doors = [
  ChildrenController,
  AccessLogController,
  DocumentsController,
  LettersController,
  LanguageController,
  ConsentsController,
  GuardianMessagesController,
  InformationRequestsController,
];

/** Pages for people with a browser. */
const pages = [
  RootPagesController,
  LoginPagesController,
  LogoutPagesController,
  LanguagePagesController,
  ChildrenPagesController,
  DocumentsPagesController,
  ConsentsPagesController,
  AccessLogPagesController,
  LettersPagesController,
  MessagesPagesController,
  InformationPagesController,
  MunicipalityPagesController,
];

/** The guardian's doors and pages, and the services they lead to. */
@Module({
  controllers: [AssetsController, ChildDeletedConsumer, ...doors, ...pages, MissingPagesController],
  providers: [
    { provide: LoginBroker, useClass: BrokerUserinfo },
    { provide: BrowserLogin, useClass: OidcLogin },
    CurrentGuardian,
    MyChildren,
    ListDocuments,
    OpenDocument,
    ConsentClient,
    ScreeningClient,
    NotificationsClient,
    ConsentsClient,
    MyConsents,
    AnswerFromPage,
    ReadLog,
    MyLetters,
    TextsOfMunicipality,
    GuardianMessagesClient,
    InformationRequestsClient,
    PortalSessions,
    RequireFreshLogin,
    PurgeSessionsJob,
    SessionsStore,
    LoginsStore,
    SessionSeal,
    PortalCookies,
    PortalLimits,
    { provide: APP_INTERCEPTOR, useClass: GuessBrake },
    Assets,
  ],
})
export class ParentPortalModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(FrameMiddleware).forRoutes('portal', 'portal/*path');
  }
}
