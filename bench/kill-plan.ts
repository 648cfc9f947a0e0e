import { join } from 'node:path';
import { projectRoot } from '#local/project-root.js';
import type { ServiceName } from '#local/service-name.js';
import { outOfReach } from './kill-out-of-reach.js';
import { killPointsIn } from './kill-points.js';

export interface Kill {
  readonly service: ServiceName;
  readonly point: string;
}

export interface KillPlan {
  readonly toReach: readonly Kill[];
  readonly notInThisCampaign: readonly (Kill & { readonly reason: string })[];
}

/** Passed only by a service that comes back and finds events that were in hand when it died: planned after such a death. */
export const onlyAfterDeath = 'consumer.after-count';
const leavesEventsInHand = 'consumer.before-commit';

/** The services that may die. What lies outside the municipality is not ours to kill. */
export const mortalServices: readonly ServiceName[] = [
  'novax-adapter',
  'screening',
  'consent',
  'parent-portal',
  'notifications',
  'operations',
];
const consuming: readonly ServiceName[] = ['screening', 'notifications', 'operations'];

/**
 * Every kill point of every service, read from the code, so that a new one joins the campaign by itself. Those of consumers come first, in
 * all services at the same time: after each such death a service waits until its former self has lost its place in the consumer group.
 */
export function killPlan(): KillPlan {
  const dist = join(projectRoot, 'dist');
  const own = mortalServices.flatMap((service) =>
    killPointsIn(join(dist, 'apps', service)).map((point) => ({ service, point })),
  );
  const common = inOrder(killPointsIn(join(dist, 'libs'))).flatMap((point) => {
    const services = point.startsWith('relay.') ? mortalServices : consuming;
    return services.map((service) => ({ service, point }));
  });
  const all = [...common, ...own];
  const stale = outOfReach.filter(({ points }) => !all.some(({ point }) => isMeant(points, point)));
  if (stale.length > 0) throw new Error(`No such kill points: ${stale.map(({ points }) => points).join(', ')}`);
  const reasonOf = (kill: Kill) => outOfReach.find(({ points }) => isMeant(points, kill.point))?.reason;
  return {
    toReach: all.filter((kill) => reasonOf(kill) === undefined),
    notInThisCampaign: all.flatMap((kill) => {
      const reason = reasonOf(kill);
      return reason === undefined ? [] : [{ ...kill, reason }];
    }),
  };
}

export const nameOf = ({ service, point }: Kill): string => `${service}: ${point}`;

const isMeant = (points: string, point: string): boolean =>
  points.endsWith('.') ? point.startsWith(points) : point === points;

function inOrder(points: readonly string[]): string[] {
  return points
    .filter((point) => point !== onlyAfterDeath)
    .flatMap((point) => (point === leavesEventsInHand ? [point, onlyAfterDeath] : [point]));
}
