import { Temporal } from 'temporal-polyfill';
import type { Delivery } from '#messaging/events/delivery.js';
import { traceIdOf } from '#observability/traceparent.js';
import { expectedSteps, type ExpectedStep } from './expected-steps.js';
import { subjectsOf } from './step-subject.rules.js';

/** A step that is due in a chain. */
export interface AwaitedStep {
  readonly step: string;
  readonly about: string;
  readonly traceId: string;
  readonly municipality: string;
  readonly letterId: string | null;
  readonly since: string;
  readonly dueAt: string;
  readonly firstOnly: boolean;
}

/** A step that need not be awaited, or no longer. */
export interface EndedStep extends Omit<AwaitedStep, 'dueAt' | 'firstOnly'> {
  readonly endedAt: string;
}

/** What was heard late leaves a minute in which the rest of it may be heard. */
const latest = { minutes: 1 } as const;

/**
 * Which steps are due after these events, in the order in which they came, and which are not, or no longer. Without a trace there is no chain
 * that could stop.
 */
export function awaitedSteps(
  events: readonly Delivery<unknown>[],
  now: Temporal.Instant,
): { awaited: AwaitedStep[]; ended: EndedStep[] } {
  const awaited: AwaitedStep[] = [];
  const ended: EndedStep[] = [];
  /** What is over by events before, in whatever chain: the store does not know of it yet. */
  const over = new Set<string>();
  for (const event of events) {
    const traceId = traceIdOf(event.traceparent);
    if (traceId === null) continue;
    const name = event.type.replace(/\.v\d+$/, '');
    for (const expected of expectedSteps) {
      const begins = expected.after === name;
      if (!begins && !expected.endedBy.includes(name)) continue;
      const { awaited: due, settled } = subjectsOf(expected.about, event);
      const named = (about: string) => stepOf(expected, about, traceId, event);
      const known = (about: string) => `${expected.step} ${about}`;
      if (begins) {
        const first = expected.firstOnly ? due.filter((about) => !over.has(known(about))) : due;
        awaited.push(...first.map((about) => ({ ...named(about), ...timesOf(expected, event.time, now) })));
      }
      const ends = begins ? settled : [...due, ...settled];
      for (const about of ends) over.add(known(about));
      ended.push(...ends.map((about) => ({ ...named(about), endedAt: event.time })));
    }
  }
  return { awaited, ended };
}

function stepOf({ step, about: kind }: ExpectedStep, about: string, traceId: string, event: Delivery<unknown>) {
  const { municipality, time: since } = event;
  return { step, about, traceId, municipality, letterId: kind === 'letter' ? about : null, since };
}

function timesOf({ within, firstOnly = false }: ExpectedStep, since: string, now: Temporal.Instant) {
  const due = Temporal.Instant.from(since).add(within);
  const heard = now.add(latest);
  return { dueAt: (Temporal.Instant.compare(due, heard) < 0 ? heard : due).toString(), firstOnly };
}
