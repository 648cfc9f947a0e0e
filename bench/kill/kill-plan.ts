import { join } from 'node:path';
import { projectRoot } from '#local/project-root.js';
import type { ServiceName } from '#local/service-name.js';
import { heardEvents } from './heard-events.js';
import { outOfReach } from './kill-out-of-reach.js';
import { killPointsIn } from './kill-points.js';
import { random } from '../random.js';

interface Point {
  readonly service: ServiceName;
  readonly point: string;
}

export interface Kill extends Point {
  /** At which passing of the point the service dies. */
  readonly nth: number;
}

export interface KillPlan {
  readonly seed: number;
  /** How often the whole plan is gone through. */
  readonly turns: readonly (readonly Kill[])[];
  /** Names of kill points that this life never passes, with the reason. */
  readonly notInThisCampaign: Readonly<Record<string, string>>;
}

/** Passed only by a service that comes back and finds events that were in hand when it died. */
const onlyAfterDeath = 'consumer.after-count';

/** The services that may die. What lies outside the municipality is not ours to kill. */
export const mortalServices: readonly ServiceName[] = [
  'novax-adapter',
  'screening',
  'consent',
  'parent-portal',
  'notifications',
  'operations',
];
/** What comes once in a day of this life, or never. */
const seldom: ReadonlySet<string> = new Set(['child.deleted.v1', 'screening.rules.set.v1']);

/**
 * Every kill point of every service, read from the code, so that a new one joins the campaign by itself. In the first turn each service
 * dies at the first passing of each, later at the first or second one, as the seed has it, where there is a second one on the same day.
 */
export function killPlan({ seed, turns }: { seed: number; turns: number }): KillPlan {
  const all = everyPoint();
  const stale = outOfReach.filter(({ points }) => !all.some(({ point }) => isMeant(points, point)));
  if (stale.length > 0) throw new Error(`No such kill points: ${stale.map(({ points }) => points).join(', ')}`);
  const reasonOf = (point: string) => outOfReach.find(({ points }) => isMeant(points, point))?.reason;
  const toReach = all.filter(({ point }) => reasonOf(point) === undefined);
  const chance = random(seed);
  const nthIn = (turn: number, each: Point) => (turn === 0 || isPassedOnce(each) ? 1 : 1 + Math.floor(chance() * 2));
  return {
    seed,
    turns: Array.from({ length: turns }, (_, turn) => toReach.map((each) => ({ ...each, nth: nthIn(turn, each) }))),
    notInThisCampaign: Object.fromEntries(
      all.flatMap((each) => {
        const reason = reasonOf(each.point);
        return reason === undefined ? [] : [[nameOf(each), reason]];
      }),
    ),
  };
}

export const nameOf = ({ service, point }: Point): string => `${service}: ${point}`;

/** As `HUB_KILL_AT` has it. */
export const killAt = (kills: readonly Kill[]): string => kills.map(({ point, nth }) => `${point}@${nth}`).join();

/** What the services of a hub have to be started with. */
export const aheadAtFirst = ({ turns: [first = []] }: KillPlan): Partial<Record<ServiceName, string>> =>
  Object.fromEntries(
    mortalServices.map((service) => [service, killAt(first.filter((kill) => kill.service === service))]),
  );

function everyPoint(): Point[] {
  const dist = join(projectRoot, 'dist');
  const common = killPointsIn(join(dist, 'libs'));
  return mortalServices.flatMap((service) => {
    const passed = common.filter((point) => point.startsWith('relay.') || heardEvents(service).length > 0);
    return [...passed, ...killPointsIn(join(dist, 'apps', service))].map((point) => ({ service, point }));
  });
}

/** A second passing would be that of another day. */
const isPassedOnce = ({ service, point }: Point): boolean =>
  point === onlyAfterDeath ||
  point.startsWith('consent.deletion.') ||
  (point.startsWith('consumer.') && heardEvents(service).every((type) => seldom.has(type)));

const isMeant = (points: string, point: string): boolean =>
  points.endsWith('.') ? point.startsWith(points) : point === points;
