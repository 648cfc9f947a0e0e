import { randomUUID } from 'node:crypto';
import type { EventContract } from '#contracts/event-contract.js';
import type { ClassifiedError } from '../handling/classify-error.js';
import type { LetterIdentity } from './dead-letter.store.js';
import type { OutgoingEvent } from '../events/outgoing-event.js';

/** Who tells it, and when by the domain clock. */
export interface Teller {
  service: string;
  consumer: string;
  now: () => string;
}

/** Stands for the municipality of an event that names none. Operations ask after such events by it. */
export const NO_MUNICIPALITY = '-';

/** Tells operations that an event stands still here: ids, type and code, never what it held. */
export function stopNotice(
  { service, consumer, now }: Teller,
  contract: EventContract<any>,
  { eventId, type, key, municipality, subject, traceparent }: LetterIdentity,
  { errorClass, code, attempts }: Pick<ClassifiedError, 'errorClass' | 'code'> & { attempts: number },
): OutgoingEvent {
  return {
    // Told each time that it happens, also when the same event stops twice in the same way.
    id: randomUUID(),
    contract,
    key,
    municipality: municipality ?? NO_MUNICIPALITY,
    subject: subject ?? undefined,
    time: now(),
    data: { service, consumer, eventId, eventType: type, errorClass, code, attempts },
    traceparent,
    causationId: eventId,
  };
}
