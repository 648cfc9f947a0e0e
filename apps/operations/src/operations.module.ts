import { Module } from '@nestjs/common';
import { ChainsController } from './chains/chains.controller.js';
import { ChainsStore } from './chains/chains.store.js';
import { ReadChains } from './chains/read-chains.js';
import { RecordEvents } from './chains/record-events.js';
import { AwaitedReceiptsStore } from './gaps/awaited-receipts.store.js';
import { FindGaps } from './gaps/find-gaps.js';
import { GapsJob } from './gaps/gaps.job.js';
import { StoppedMessagesController } from './messages/stopped-messages.controller.js';
import { StoppedMessagesStore } from './messages/stopped-messages.store.js';
import { OperationsConsumer } from './operations.consumer.js';
import { PagesController } from './pages/pages.controller.js';
import { RefusedEntriesController } from './refused/refused-entries.controller.js';
import { RefusedEntriesStore } from './refused/refused-entries.store.js';

/** Everything that comes into operations, and everything it is made of. */
@Module({
  controllers: [
    OperationsConsumer,
    ChainsController,
    RefusedEntriesController,
    StoppedMessagesController,
    PagesController,
  ],
  providers: [
    RecordEvents,
    ReadChains,
    FindGaps,
    GapsJob,
    ChainsStore,
    AwaitedReceiptsStore,
    RefusedEntriesStore,
    StoppedMessagesStore,
  ],
})
export class OperationsModule {}
