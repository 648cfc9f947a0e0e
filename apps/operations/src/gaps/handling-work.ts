import type { PartitionProgress } from '#messaging/broker/broker.js';
import type { WaitingWork } from './late-work.rules.js';
import type { StoodSince } from './stood-since.js';

/**
 * The events that a service has still to handle, as old as the longest that one of its partitions stands: one of which something waits and
 * nothing is passed stands, however well the others move.
 */
export function handlingWork(
  service: string,
  partitions: readonly PartitionProgress[],
  stood: StoodSince,
  nowMs: number,
): WaitingWork {
  const standing = partitions.map(({ topic, partition, passed, behind }) => ({
    behind,
    ...stood.at(`${service} handles ${topic} ${partition}`, behind === 0 ? -1 : passed, nowMs),
  }));
  const waits = standing.filter(({ behind }) => behind > 0);
  return {
    service,
    kind: 'handle-events',
    waiting: waits.reduce((sum, { behind }) => sum + behind, 0),
    ageSeconds: Math.max(0, ...waits.map(({ ageSeconds }) => ageSeconds)),
    // As long as one may stand for longer than is known, nothing is known to be in time.
    atLeast: waits.some(({ atLeast }) => atLeast),
  };
}
