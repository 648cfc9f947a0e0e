import type { ServiceName } from '#local/service-name.js';
import type { BenchHub } from '../bench-hub.js';

interface ServiceBacklog {
  readonly service: string;
  readonly waiting: number;
  readonly handledPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** What operations tell of a service's backlog, asked as an operator asks. */
export async function backlogOf(bench: BenchHub, service: ServiceName): Promise<ServiceBacklog> {
  const answer = await fetch(`${bench.hub.urls.operations}/backlog`, {
    headers: { authorization: `Bearer ${await bench.operatorToken()}` },
  });
  if (!answer.ok) throw new Error(`the backlog was answered ${answer.status} ${await answer.text()}`);
  const { services } = (await answer.json()) as { services: ServiceBacklog[] };
  return services.find((each) => each.service === service)!;
}
