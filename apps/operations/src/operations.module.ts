import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { CONFIG } from '#service/config-token.js';
import { BacklogController } from './backlog/backlog.controller.js';
import { BacklogPagesController } from './backlog/backlog.pages.controller.js';
import { SeeBacklog } from './backlog/see-backlog.js';
import { ChainsController } from './chains/chains.controller.js';
import { ChainsPagesController } from './chains/chains.pages.controller.js';
import { ChainsStore } from './chains/chains.store.js';
import { ReadChains } from './chains/read-chains.js';
import { RecordEvents } from './chains/record-events.js';
import { AwaitedStepsStore } from './gaps/awaited-steps.store.js';
import { CloseGaps } from './gaps/close-gaps.js';
import { FindGaps } from './gaps/find-gaps.js';
import { GapsController } from './gaps/gaps.controller.js';
import { GapsPagesController } from './gaps/gaps.pages.controller.js';
import { GapsJob } from './gaps/gaps.job.js';
import { LateWorkMetric } from './gaps/late-work.metric.js';
import { LateWorkStore } from './gaps/late-work.store.js';
import { OpenGapsMetric } from './gaps/open-gaps.metric.js';
import { SeeWork } from './gaps/see-work.js';
import { WatchWork } from './gaps/watch-work.js';
import { WatchWorkJob } from './gaps/watch-work.job.js';
import { Assets } from './layout/assets.js';
import { AssetsController } from './layout/assets.controller.js';
import { FrameMiddleware } from './layout/frame.middleware.js';
import { LoginController } from './login/login.controller.js';
import { LogoutController } from './login/logout.controller.js';
import { OperationsCookies } from './login/operations-cookies.js';
import { OperationsLogin } from './login/operations-login.js';
import { SessionCookie } from './login/session-cookie.js';
import { ActPagesController } from './messages/act.pages.controller.js';
import { ActsPagesController } from './messages/acts.pages.controller.js';
import { MessageDesks } from './messages/message-desks.client.js';
import { ParkedPagesController } from './messages/parked.pages.controller.js';
import { SetAsidePagesController } from './messages/set-aside.pages.controller.js';
import { SettleStops } from './messages/settle-stops.js';
import { SettleStopsJob } from './messages/settle-stops.job.js';
import { StoppedMessagesController } from './messages/stopped-messages.controller.js';
import { StoppedMessagesStore } from './messages/stopped-messages.store.js';
import { StoppedPagesController } from './messages/stopped.pages.controller.js';
import { StopsOfTraces } from './messages/stops-of-traces.js';
import type { OperationsConfig } from './operations.config.js';
import { OperationsConsumer } from './operations.consumer.js';
import { ReadRefused } from './refused/read-refused.js';
import { RefusedEntriesController } from './refused/refused-entries.controller.js';
import { RefusedEntriesStore } from './refused/refused-entries.store.js';
import { RefusedPagesController } from './refused/refused.pages.controller.js';
import { ForgetOldChains } from './retention/forget-old-chains.js';
import { ForgetOldChainsJob } from './retention/forget-old-chains.job.js';
import { ForgetOldSpansJob } from './traces/forget-old-spans.job.js';
import { ReceivedSpansStore } from './traces/received-spans.store.js';
import { TraceKeeping } from './traces/trace-keeping.js';
import { TracesController } from './traces/traces.controller.js';
import { TracesPagesController } from './traces/traces.pages.controller.js';

/** What a browser opens; `ActPagesController` before those whose paths have a part for any name. */
const pages = [
  LoginController,
  LogoutController,
  ChainsPagesController,
  BacklogPagesController,
  TracesPagesController,
  GapsPagesController,
  ParkedPagesController,
  SetAsidePagesController,
  ActPagesController,
  StoppedPagesController,
  ActsPagesController,
  RefusedPagesController,
];

/** Everything that comes into operations, and everything it is made of. */
@Module({
  controllers: [
    OperationsConsumer,
    ChainsController,
    BacklogController,
    GapsController,
    RefusedEntriesController,
    StoppedMessagesController,
    AssetsController,
    TracesController,
    ...pages,
  ],
  providers: [
    RecordEvents,
    ReadChains,
    FindGaps,
    CloseGaps,
    GapsJob,
    OpenGapsMetric,
    SeeBacklog,
    SeeWork,
    WatchWork,
    WatchWorkJob,
    LateWorkStore,
    LateWorkMetric,
    ChainsStore,
    AwaitedStepsStore,
    ReadRefused,
    RefusedEntriesStore,
    StoppedMessagesStore,
    MessageDesks,
    StopsOfTraces,
    SettleStops,
    SettleStopsJob,
    ReceivedSpansStore,
    TraceKeeping,
    ForgetOldSpansJob,
    ForgetOldChains,
    ForgetOldChainsJob,
    OperationsLogin,
    OperationsCookies,
    {
      provide: SessionCookie,
      inject: [CONFIG],
      useFactory: (config: OperationsConfig) => new SessionCookie(config.COOKIE_KEY),
    },
    Assets,
  ],
})
export class OperationsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(FrameMiddleware).forRoutes(...pages);
  }
}
