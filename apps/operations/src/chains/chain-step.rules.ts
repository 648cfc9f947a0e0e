import { eventCatalogue } from '#contracts/event-catalogue.js';
import { traceIdOf } from '#observability/traceparent.js';
import type { ChainStart } from './chain-start.js';
import type { ChainStep } from './chain-step.js';

interface SeenEvent {
  readonly eventId: string;
  readonly type: string;
  readonly municipality: string;
  readonly time: string;
  readonly traceparent: string | null;
  readonly data: unknown;
}

/** As much as the column takes: a child that is tried every five minutes gets there in four months. */
const MOST_TRIES = 32_767;
const rankOf = new Map(eventCatalogue.map((contract, rank) => [contract.type, rank]));
const contractOf = new Map(eventCatalogue.map((contract) => [contract.type, contract]));

/**
 * Turns an event into a step. Only the fields named here are taken over: an event that one day carries more cannot
 * leak it into operations (R19).
 */
export function chainStepOf(event: SeenEvent): ChainStep | null {
  const traceId = traceIdOf(event.traceparent);
  const contract = contractOf.get(event.type);
  if (!traceId || !contract) return null;
  const data = event.data as Record<string, unknown>;
  return {
    traceId,
    eventId: event.eventId,
    name: contract.name,
    // What every service may say of itself names the one that said it.
    service: contract.name.startsWith('message.') ? (textOf(data['service']) ?? contract.owner) : contract.owner,
    occurredAt: event.time,
    rank: rankOf.get(event.type) ?? 0,
    letterId: textOf(data['letterId']),
    channel: textOf(data['channel']),
    code: textOf(data['code']),
    tries: triesOf(data),
    failedTries: (data['failedTries'] as ChainStep['failedTries'] | undefined) ?? [],
    late: data['late'] === true,
    level: contract.name === 'screening.level.changed' ? textOf(data['to']) : null,
  };
}

/** The start of a chain: an entry taken in or refused. */
export function chainStartOf(event: SeenEvent): ChainStart | null {
  const traceId = traceIdOf(event.traceparent);
  if (!traceId || !event.type.startsWith('journal.entry.')) return null;
  const data = event.data as Record<string, unknown>;
  return {
    traceId,
    municipality: event.municipality,
    receiptId: String(data['receiptId']),
    sourceSystem: String(data['sourceSystem']),
    recordId: textOf(data['recordId']),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Of a letter, or of the handling of an event that stopped; null where the event does not tell: other steps may have been tried, too. */
function triesOf({ tries, attempts }: Record<string, unknown>): number | null {
  const told = tries ?? attempts;
  return typeof told === 'number' ? Math.min(told, MOST_TRIES) : null;
}
