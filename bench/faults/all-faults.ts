import type { Fault, FaultCampaign } from '../campaign/fault.js';
import { brokerAwayForAMinute } from './broker-away-for-a-minute.js';
import { brokerKilled } from './broker-killed.js';
import { brokersRolled } from './brokers-rolled.js';
import { changedBeforeDelivery } from './changed-before-delivery.js';
import { channelFaults } from './channel-faults.js';
import { clockJumps } from './clock-jumps.js';
import { collectorDown } from './collector-down.js';
import { crashingMessage } from './crashing-message.js';
import { databaseDiskFull } from './database-disk-full.js';
import { databaseKilled } from './database-killed.js';
import { databaseReadOnly } from './database-read-only.js';
import { databaseSlow } from './database-slow.js';
import { duplicateDelivery } from './duplicate-delivery.js';
import { hungHandler } from './hung-handler.js';
import { killPoints } from './kill-points.js';
import { lineFaults } from './line-faults.js';
import { oneOfThreeBrokersLost } from './one-of-three-brokers-lost.js';
import { oneOfThreeLinesFrozen } from './one-of-three-lines-frozen.js';
import { partitionsGrow } from './partitions-grow.js';
import { poisonMessages } from './poison-messages.js';
import { powerCut } from './power-cut.js';
import { rebalanceStorm } from './rebalance-storm.js';
import { rollingUpgrade } from './rolling-upgrade.js';
import { servicesKilled } from './services-killed.js';
import { twoInstances } from './two-instances.js';
import { upgradeFromEarlier } from './upgrade-from-earlier.js';

/** Every fault of the campaign, in the order in which they are played: the longest first. */
export const allFaults: readonly (Fault | FaultCampaign)[] = [
  killPoints,
  brokerKilled,
  brokerAwayForAMinute,
  databaseKilled,
  databaseReadOnly,
  databaseDiskFull,
  databaseSlow,
  ...lineFaults,
  powerCut,
  servicesKilled,
  twoInstances,
  rebalanceStorm,
  rollingUpgrade,
  poisonMessages,
  crashingMessage,
  hungHandler,
  duplicateDelivery,
  ...channelFaults,
  ...changedBeforeDelivery,
  collectorDown,
  clockJumps,
  partitionsGrow,
  oneOfThreeBrokersLost,
  brokersRolled,
  oneOfThreeLinesFrozen,
  upgradeFromEarlier(),
];
