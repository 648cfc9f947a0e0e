import type { Program } from '#local/hub-options.js';
import type { ServiceName } from '#local/service-name.js';
import type { FaultGround } from './fault-ground.js';

/** New and old run beside each other for so long at least, and share requests and events. */
const SIDE_BY_SIDE_MS = 1_500;

export interface Roll {
  readonly services: readonly ServiceName[];
  readonly to: Program;
  /** How many services at the same time. */
  readonly atOnce: number;
  readonly wait: (ms: number) => Promise<unknown>;
}

/**
 * Brings another build in the place of what runs: of each service the new instance starts first, stands beside the old one behind the same
 * address, and when nothing is led to the old one any more, that ends in good order.
 */
export async function roll({ hub, fronts, doors }: FaultGround, { services, to, atOnce, wait }: Roll): Promise<void> {
  const waiting = [...services];
  const rollNext = async (): Promise<void> => {
    for (let service = waiting.shift(); service !== undefined; service = waiting.shift()) {
      const front = fronts.get(service)!;
      const instance = await hub.startBeside(service, { program: to });
      const before = hub.succeed(service, instance);
      front.leadTo([portOf(before.url), portOf(instance.url)]);
      // Connections that are kept stay with the old one: every other act goes to the new one itself.
      doors.alsoAt(service, [instance.url]);
      await wait(SIDE_BY_SIDE_MS);
      doors.alsoAt(service, []);
      front.leadTo([portOf(instance.url)]);
      await before.stop();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, rollNext));
}

const portOf = (url: string): number => Number(new URL(url).port);
