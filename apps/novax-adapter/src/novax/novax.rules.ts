import type { AdbbReported } from '#contracts/events/journal-entry-received.js';
import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { Temporal } from 'temporal-polyfill';
import { adbbItems } from '../adbb/adbb-items.js';
import { judgeAdbbAge, judgeAdbbItems, judgeAdbbTotal } from '../adbb/adbb.rules.js';
import { judgeRecordId } from '../intake/record-id.rules.js';
import type { NovaxRecord } from './novax-record.js';

/** What the hub takes over from one NOVAX result. */
export interface NovaxEntry {
  readonly recordId: string;
  readonly version: number;
  readonly childCpr: Cpr;
  /** ISO instant in UTC. */
  readonly reportedAt: string;
  readonly adbb: AdbbReported;
}

/** Two machines' clocks differ; more than this is a wrong date and not a wrong clock. */
const toleratedClockDifference = Temporal.Duration.from({ minutes: 5 });
const timeWithOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Judges a NOVAX result by R1, R3 and R20, in the order in which a sender would mend it. Pure. */
export function judgeNovaxRecord(record: NovaxRecord, now: Temporal.Instant): NovaxEntry {
  const recordId = judgeRecordId(record.recordId, record.placeOf('recordId'));
  const version = versionOf(record);
  const childCpr = Cpr.parse(record.childCpr, record.placeOf('childCpr'));
  const observedAt = observedAtOf(record, now);
  refuseUnknownItems(record);
  const items = judgeAdbbItems(record.items);
  const total = judgeAdbbTotal(items, record.total);
  refuseUntrainedObserver(record);
  const observedOn = observedAt.toZonedDateTimeISO('Europe/Copenhagen').toPlainDate();
  judgeAdbbAge(childCpr.birthDate(), observedOn, record.placeOf('observedAt'));
  const reportedAt = observedAt.toString();
  return {
    recordId,
    version,
    childCpr,
    reportedAt,
    adbb: {
      resourceId: recordId,
      status: 'final',
      observedOn: observedOn.toString(),
      observedAt: reportedAt,
      items,
      total,
      observerCertified: true,
    },
  };
}

function versionOf(record: NovaxRecord): number {
  if (/^[1-9]\d{0,8}$/.test(record.version)) return Number(record.version);
  throw new RefusalError('SHAPE_INVALID', { place: record.placeOf('version'), cure: 'Send a whole number from 1.' });
}

function observedAtOf(record: NovaxRecord, now: Temporal.Instant): Temporal.Instant {
  const observedAt = timeWithOffset.test(record.observedAt) ? instantOf(record.observedAt) : null;
  const place = record.placeOf('observedAt');
  if (observedAt === null) {
    throw new RefusalError('SHAPE_INVALID', {
      place,
      cure: 'Send date, time and offset, such as 2026-05-06T10:15:00+02:00.',
    });
  }
  if (Temporal.Instant.compare(observedAt, now.add(toleratedClockDifference)) > 0) {
    throw new RefusalError('TIME_IN_FUTURE', { place });
  }
  return observedAt;
}

function instantOf(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The unknown name itself is not repeated: it is the sender's own text. */
function refuseUnknownItems(record: NovaxRecord): void {
  const known: readonly string[] = adbbItems;
  for (const linkId of record.items.keys()) {
    if (!known.includes(linkId)) throw new RefusalError('ITEM_UNKNOWN', { place: 'item' });
  }
}

function refuseUntrainedObserver(record: NovaxRecord): void {
  const place = record.placeOf('observerCertified');
  if (record.observerCertified === 'false') throw new RefusalError('OBSERVER_NOT_CERTIFIED', { place });
  if (record.observerCertified !== 'true') {
    throw new RefusalError('SHAPE_INVALID', { place, cure: 'Send true or false.' });
  }
}
