import type { EventContract } from '#contracts/event-contract.js';
import type { Delivery } from './delivery.js';
import { envelopeRules } from './envelope.rules.js';
import type { Parcel } from './parcel.js';

/** On an event that may have been told before on another day. */
export const AGAIN_HEADER = 'hub_again';

/** A parcel that can be handled. */
export interface OpenedParcel {
  kind: 'delivery';
  parcel: Parcel;
  delivery: Delivery;
  /** Day (UTC) on which the sender stored it, the same at every delivery: the inbox remembers by it. */
  recordedOn: string;
}

/** A parcel that nobody can handle. */
export interface UnreadableParcel {
  kind: 'unreadable';
  parcel: Parcel;
  code: 'ENVELOPE_INVALID' | 'TYPE_UNKNOWN' | 'VERSION_UNKNOWN' | 'DATA_UNPARSABLE' | 'CONTRACT_BROKEN';
  /** Where the data breaks the contract: a path, no value. */
  place: string | null;
}

/** A known event that this service does not hear. */
interface PassedParcel {
  kind: 'passed';
  parcel: Parcel;
}

export type ReadParcel = OpenedParcel | UnreadableParcel | PassedParcel;

/** Of events that do not say when they were stored: they share the default partition of the inbox. */
const NO_DAY = '1970-01-01';

/** Reads envelopes by the contracts the hub knows. */
export class ParcelReader {
  private readonly contracts: ReadonlyMap<string, EventContract<unknown>>;
  private readonly names: ReadonlySet<string>;

  constructor(
    known: readonly EventContract<unknown>[],
    private readonly heard: ReadonlySet<string>,
  ) {
    this.contracts = new Map(known.map((contract) => [contract.type, contract]));
    this.names = new Set(known.map(({ name }) => name));
  }

  open(parcel: Parcel): ReadParcel {
    const { headers } = parcel;
    const type = headers['ce_type'];
    if (headers['ce_specversion'] !== '1.0' || !type) return unreadable(parcel, 'ENVELOPE_INVALID');
    const contract = this.contracts.get(type);
    if (!contract) {
      const knownName = this.names.has(type.replace(/\.v\d+$/, ''));
      return unreadable(parcel, knownName ? 'VERSION_UNKNOWN' : 'TYPE_UNKNOWN');
    }
    if (!this.heard.has(type)) return { kind: 'passed', parcel };
    const envelope = envelopeOf(parcel);
    if (!envelope) return unreadable(parcel, 'ENVELOPE_INVALID');
    const json = jsonOf(parcel.payload);
    if (json === undefined) return unreadable(parcel, 'DATA_UNPARSABLE');
    const data = contract.schema.safeParse(json);
    if (!data.success) return unreadable(parcel, 'CONTRACT_BROKEN', data.error.issues[0]?.path.join('.') ?? null);
    const { topic, partition, offset } = parcel;
    const delivery: Delivery = { ...envelope, type, data: data.data, topic, partition, offset };
    return { kind: 'delivery', parcel, delivery, recordedOn: recordedOn(parcel) };
  }
}

/** Null when something that must be there is not, or does not look as it should. */
function envelopeOf({
  headers,
  key: brokerKey,
}: Parcel): Omit<Delivery, 'type' | 'data' | 'topic' | 'partition' | 'offset'> | null {
  const eventId = headers['ce_id'] ?? '';
  const key = headers['ce_partitionkey'] ?? brokerKey ?? '';
  const municipality = headers['ce_municipality'] ?? '';
  const time = headers['ce_time'] ?? '';
  const { ce_subject: subject, ce_causationid: causationId, traceparent } = headers;
  const rules = envelopeRules;
  if (
    !rules.id.test(eventId) ||
    !rules.key.test(key) ||
    !rules.municipality.test(municipality) ||
    !rules.time.test(time)
  )
    return null;
  if (subject !== undefined && !rules.subject.test(subject)) return null;
  if (causationId !== undefined && !rules.causationId.test(causationId)) return null;
  return {
    eventId: eventId.toLowerCase(),
    key,
    municipality,
    time,
    subject: subject ?? null,
    causationId: causationId ?? null,
    traceparent: traceparent !== undefined && rules.traceparent.test(traceparent) ? traceparent : null,
  };
}

function unreadable(parcel: Parcel, code: UnreadableParcel['code'], place: string | null = null): UnreadableParcel {
  return { kind: 'unreadable', parcel, code, place };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** undefined when the bytes are not JSON in UTF-8. */
function jsonOf(payload: Buffer | null): unknown {
  if (!payload) return undefined;
  try {
    return JSON.parse(UTF8.decode(payload));
  } catch {
    return undefined;
  }
}

/** Day (UTC, `2027-03-01`) on which the sender stored the event, whether the rest of it can be read or not. */
export function recordedOn({ headers }: Parcel): string {
  const day = headers['ce_recordedtime']?.slice(0, 10) ?? '';
  if (day !== lastDay.day) lastDay = { day, recordedOn: dayOrNone(day) };
  return lastDay.recordedOn;
}

/** Nearly all events are of the same day as the one before. */
let lastDay = { day: '', recordedOn: NO_DAY };

function dayOrNone(day: string): string {
  // A table knows no year 0.
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(day)) return NO_DAY;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : NO_DAY;
}
