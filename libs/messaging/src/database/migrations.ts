import { DeletionsByIndex1797100000001 } from './deletions-by-index.migration.js';
import { FailedHead1797200000001 } from './failed-head.migration.js';
import { FirstInFlight1796900000001 } from './first-in-flight.migration.js';
import { ForgottenKeys1796500200000 } from './forgotten-keys.migration.js';
import { MadeAgain1796700000001 } from './made-again.migration.js';
import { OutboxInbox1795400000001 } from './outbox-inbox.migration.js';
import { ParkingDeadLetters1795400000002 } from './parking-dead-letters.migration.js';
import { StoppedTraces1796500000001 } from './stopped-traces.migration.js';
import { TakenOn1797100000002 } from './taken-on.migration.js';
import { TopicSpread1796700000002 } from './topic-spread.migration.js';

/** The tables of messaging; every service's database has them beside its own. */
export const messagingMigrations = [
  OutboxInbox1795400000001,
  ParkingDeadLetters1795400000002,
  ForgottenKeys1796500200000,
  StoppedTraces1796500000001,
  MadeAgain1796700000001,
  TopicSpread1796700000002,
  FirstInFlight1796900000001,
  DeletionsByIndex1797100000001,
  TakenOn1797100000002,
  FailedHead1797200000001,
] as const;
