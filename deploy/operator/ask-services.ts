import type { OperatorsHub } from './hub-door.js';
import { silenceOf } from './silence-of.js';

/** A service that gave no answer, and why, as `silenceOf` tells it. */
export interface Silent {
  readonly service: string;
  readonly why: string;
}

/**
 * Asks the chosen service, or each one, and answers what they say in the order of the services: one that is away hides nothing of the
 * others. Throws what `askHub` throws, but for a service's silence or failure.
 */
export async function askServices<T>(
  hub: OperatorsHub,
  chosen: string | undefined,
  ask: (service: string) => Promise<readonly T[]>,
): Promise<{ found: (T & { service: string })[]; silent: Silent[] }> {
  const services = chosen === undefined ? Object.keys(hub.urls) : [chosen];
  const answers = await Promise.allSettled(services.map((service) => ask(service)));
  const found: (T & { service: string })[] = [];
  const silent: Silent[] = [];
  for (const [nth, answer] of answers.entries()) {
    const service = services[nth]!;
    if (answer.status === 'fulfilled') {
      found.push(...answer.value.map((one) => ({ service, ...one })));
      continue;
    }
    const why = silenceOf(answer.reason);
    // A refusal is the same everywhere.
    if (why === null) throw answer.reason;
    silent.push({ service, why });
  }
  return { found, silent };
}
