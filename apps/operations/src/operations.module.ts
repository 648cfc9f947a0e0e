import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { CONFIG } from '#service/config-token.js';
import { ChainsController } from './chains/chains.controller.js';
import { ChainsStore } from './chains/chains.store.js';
import { ReadChains } from './chains/read-chains.js';
import { RecordEvents } from './chains/record-events.js';
import { AwaitedStepsStore } from './gaps/awaited-steps.store.js';
import { FindGaps } from './gaps/find-gaps.js';
import { GapsController } from './gaps/gaps.controller.js';
import { GapsJob } from './gaps/gaps.job.js';
import { LateWorkStore } from './gaps/late-work.store.js';
import { OpenGapsMetric } from './gaps/open-gaps.metric.js';
import { SeeWork } from './gaps/see-work.js';
import { WatchWork } from './gaps/watch-work.js';
import { WatchWorkJob } from './gaps/watch-work.job.js';
import { LoginController } from './login/login.controller.js';
import { OperationsLogin } from './login/operations-login.js';
import { SessionCookie } from './login/session-cookie.js';
import { SessionMiddleware } from './login/session.middleware.js';
import { StoppedMessagesController } from './messages/stopped-messages.controller.js';
import { StoppedMessagesStore } from './messages/stopped-messages.store.js';
import type { OperationsConfig } from './operations.config.js';
import { OperationsConsumer } from './operations.consumer.js';
import { PagesController } from './pages/pages.controller.js';
import { RefusedEntriesController } from './refused/refused-entries.controller.js';
import { RefusedEntriesStore } from './refused/refused-entries.store.js';

/** Everything that comes into operations, and everything it is made of. */
@Module({
  controllers: [
    OperationsConsumer,
    ChainsController,
    GapsController,
    RefusedEntriesController,
    StoppedMessagesController,
    PagesController,
    LoginController,
  ],
  providers: [
    RecordEvents,
    ReadChains,
    FindGaps,
    GapsJob,
    OpenGapsMetric,
    SeeWork,
    WatchWork,
    WatchWorkJob,
    LateWorkStore,
    ChainsStore,
    AwaitedStepsStore,
    RefusedEntriesStore,
    StoppedMessagesStore,
    OperationsLogin,
    {
      provide: SessionCookie,
      inject: [CONFIG],
      useFactory: (config: OperationsConfig) => new SessionCookie(config.COOKIE_KEY),
    },
  ],
})
export class OperationsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SessionMiddleware).forRoutes(PagesController);
  }
}
