import { join } from 'node:path';
import { projectRoot } from '#local/project-root.js';
import type { ServiceName } from '#local/service-name.js';
import { killPointsIn } from './kill-points.js';

export interface Kill {
  readonly service: ServiceName;
  readonly point: string;
}

/** Which services pass the relay's and the consumer's kill points in the main job. */
const relaying: readonly ServiceName[] = ['novax-adapter', 'screening', 'notifications', 'consent'];
const consuming: readonly ServiceName[] = ['screening', 'notifications', 'operations'];
const withPointsOfTheirOwn: readonly ServiceName[] = [
  'novax-adapter',
  'screening',
  'consent',
  'parent-portal',
  'notifications',
  'operations',
];

/** Every kill point of every service, read from the code, so that a new one joins the campaign by itself. */
export function killPlan(): Kill[] {
  const dist = join(projectRoot, 'dist');
  const own = withPointsOfTheirOwn.flatMap((service) =>
    killPointsIn(join(dist, 'apps', service)).map((point) => ({ service, point })),
  );
  const common = killPointsIn(join(dist, 'libs')).flatMap((point) => {
    const services = point.startsWith('relay.') ? relaying : consuming;
    return services.map((service) => ({ service, point }));
  });
  return [...own, ...common];
}

/**
 * Puts kills into rounds: in one round each service dies at most once, several services at the same time, as in a power cut of
 * half a rack.
 */
export function killRounds(plan: readonly Kill[]): Kill[][] {
  const rounds: Kill[][] = [];
  for (const kill of plan) {
    const free = rounds.find((round) => round.every((other) => other.service !== kill.service));
    if (free) free.push(kill);
    else rounds.push([kill]);
  }
  return rounds;
}
