import { eventCatalogue } from '#contracts/event-catalogue.js';
import type { ServiceDefinition } from '#service/service-definition.js';
import { CreateOperations1763800000000 } from './database/migrations/1763800000000-create-operations.js';
import { LettersOfTwoChains1763900000000 } from './database/migrations/1763900000000-letters-of-two-chains.js';
import { OpenGaps1795500000000 } from './database/migrations/1795500000000-open-gaps.js';
import { AwaitedSteps1796500000000 } from './database/migrations/1796500000000-awaited-steps.js';
import { SearchAndStopped1796600000000 } from './database/migrations/1796600000000-search-and-stopped.js';
import { ReceivedSpans1796700000000 } from './database/migrations/1796700000000-received-spans.js';
import { MirrorAwaitedReceipts1796800000000 } from './database/migrations/1796800000000-mirror-awaited-receipts.js';
import { GapsClosedByHand1796800000001 } from './database/migrations/1796800000001-gaps-closed-by-hand.js';
import { AgesOfSteps1796900000004 } from './database/migrations/1796900000004-ages-of-steps.js';
import { OpenAmongMany1797000000000 } from './database/migrations/1797000000000-open-among-many.js';
import { StoppedMessagesOfATrace1797100000000 } from './database/migrations/1797100000000-stopped-messages-of-a-trace.js';
import { DiscardedForGood1797200000002 } from './database/migrations/1797200000002-discarded-for-good.js';
import { operationsConfig, type OperationsConfig } from './operations.config.js';
import { OperationsModule } from './operations.module.js';

export const operationsService: ServiceDefinition<OperationsConfig> = {
  name: 'operations',
  config: operationsConfig,
  module: OperationsModule,
  migrations: [
    CreateOperations1763800000000,
    LettersOfTwoChains1763900000000,
    OpenGaps1795500000000,
    AwaitedSteps1796500000000,
    SearchAndStopped1796600000000,
    ReceivedSpans1796700000000,
    MirrorAwaitedReceipts1796800000000,
    GapsClosedByHand1796800000001,
    AgesOfSteps1796900000004,
    OpenAmongMany1797000000000,
    StoppedMessagesOfATrace1797100000000,
    DiscardedForGood1797200000002,
  ],
  consumes: eventCatalogue,
};
