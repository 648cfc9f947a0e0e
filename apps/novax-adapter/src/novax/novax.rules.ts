import type { AdbbReported } from '#contracts/events/journal-entry-received.js';
import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { Temporal } from 'temporal-polyfill';
import { judgeRecordId } from '../intake/record-id.rules.js';
import { dateAt } from '../kl/copenhagen.js';
import { adbbItems } from '../kl/questionnaires/adbb.js';
import { isWithinAges, type AgeLimits } from '../kl/rules/adbb-rules.js';
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
export function judgeNovaxRecord(record: NovaxRecord, now: Temporal.Instant, ages: AgeLimits): NovaxEntry {
  const recordId = judgeRecordId(record.recordId, record.placeOf('recordId'));
  const version = versionOf(record);
  const childCpr = Cpr.parse(record.childCpr, record.placeOf('childCpr'));
  const observedAt = observedAtOf(record, now);
  refuseUnknownItems(record);
  const items = itemsOf(record.items);
  const total = totalOf(items, record.total);
  refuseUntrainedObserver(record);
  const observedOn = dateAt(observedAt.epochMilliseconds);
  if (!isWithinAges(childCpr.birthDate().toString(), observedOn, ages)) {
    throw new RefusalError('AGE_OUT_OF_RANGE', { place: record.placeOf('observedAt') });
  }
  const reportedAt = observedAt.toString();
  return {
    recordId,
    version,
    childCpr,
    reportedAt,
    adbb: {
      resourceId: recordId,
      status: 'final',
      observedOn,
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

/** The eight items in the questionnaire's order. The sender's own text is judged, so that 1.5 or 1e0 is refused and not rounded. */
function itemsOf(sent: ReadonlyMap<string, string>): number[] {
  const missing = adbbItems.find((linkId) => !sent.has(linkId));
  if (missing) throw new RefusalError('ITEM_MISSING', { place: missing });
  return adbbItems.map((linkId) => {
    const text = sent.get(linkId) ?? '';
    if (!/^[0-4]$/.test(text)) throw new RefusalError('ITEM_OUT_OF_RANGE', { place: linkId });
    return Number(text);
  });
}

/** The sum of the items; a total that the sender states must agree with it. */
function totalOf(items: readonly number[], stated: string | null): number {
  const sum = items.reduce((total, item) => total + item, 0);
  if (stated !== null && stated !== String(sum)) throw new RefusalError('SCORE_MISMATCH', { place: 'score' });
  return sum;
}

function refuseUntrainedObserver(record: NovaxRecord): void {
  const place = record.placeOf('observerCertified');
  if (record.observerCertified === 'false') throw new RefusalError('OBSERVER_NOT_CERTIFIED', { place });
  if (record.observerCertified !== 'true') {
    throw new RefusalError('SHAPE_INVALID', { place, cure: 'Send true or false.' });
  }
}
