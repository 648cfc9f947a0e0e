import type { Temporal } from 'temporal-polyfill';
import { dateAt } from './copenhagen.js';
import { Faults } from './fhir/faults.js';
import { TooManyFaults } from './fhir/too-many-faults.js';
import { isObject, textAt, type FhirObject } from './fhir/fhir-object.js';
import { judgeObject } from './fhir/judge-shape.js';
import { judgeReport } from './judge-report.js';
import type { KlDelivery, KlReport } from './kl-delivery.js';
import type { KlMediaType } from './kl-media-type.js';
import { KlRefusal } from './kl-refusal.js';
import { entryShape, incrementalDelivery } from './profiles/bundles.js';
import { INCREMENTAL_PROFILE, profileClaims } from './profiles/profile-claims.js';
import { readDeliveryBytes } from './read-delivery-bytes.js';
import { judgeResourceId } from './read-resources.js';
import type { ReadingContext } from './reading-context.js';
import type { AgeLimits } from './rules/adbb-rules.js';
import { judgeGuideVersion } from './rules/guide-version.js';

interface DeliveryContext {
  /** Reports carry no author: whether its observers are trained is a fact of the sender's registration. */
  readonly sender: { readonly observersCertified: boolean };
  readonly now: Temporal.Instant;
  /** Data that a municipality's rule set may change (R3). */
  readonly ageLimits?: AgeLimits;
}

const DEFAULT_AGES: AgeLimits = { minDays: 56, maxCompletedMonths: 24 };
/**
 * Reads and judges a delivery of the national KLChildren guide 2.1.0. It is taken or refused as a whole: throws KlRefusal with
 * every fault found, or RefusalError when the bytes cannot be read at all.
 */
export function readKlDelivery(bytes: Uint8Array, mediaType: KlMediaType, context: DeliveryContext): KlDelivery {
  const source = readDeliveryBytes(bytes, mediaType);
  const reading: ReadingContext = {
    today: dateAt(context.now.epochMilliseconds),
    now: context.now.epochMilliseconds,
    observersCertified: context.sender.observersCertified,
    ageLimits: context.ageLimits ?? DEFAULT_AGES,
  };
  const faults = new Faults();
  const delivery = untilTooManyFaults(() => judgeDelivery(source.root, reading, faults));
  const [first, ...rest] = faults.issues.map((issue) => source.locate(issue));
  if (first) throw new KlRefusal([first, ...rest]);
  return delivery!;
}

/** Null when there were too many faults to judge the rest. */
function untilTooManyFaults<T>(judge: () => T): T | null {
  try {
    return judge();
  } catch (error) {
    if (error instanceof TooManyFaults) return null;
    throw error;
  }
}

function judgeDelivery(root: unknown, reading: ReadingContext, faults: Faults): KlDelivery {
  if (!isObject(root) || root['resourceType'] !== 'Bundle') {
    faults.add(
      'SHAPE_INVALID',
      'A Bundle is expected.',
      'Send the delivery report, a Bundle, and not a single resource.',
    );
    return { kind: 'report', deliveryId: '', reports: [] };
  }
  const deliveryId = textAt(root, 'id') ?? '';
  if (isIncremental(root)) return { kind: 'incremental', deliveryId, reports: judgeReports(root, reading, faults) };
  judgeGuideVersion(root, faults);
  const reports = faults.issues.length > 0 ? [] : [judgeReport(root, reading, faults)];
  return { kind: 'report', deliveryId, reports };
}

const isIncremental = (bundle: FhirObject): boolean =>
  profileClaims(bundle).some(({ profile }) => profile === INCREMENTAL_PROFILE) ||
  (Array.isArray(bundle['entry']) &&
    bundle['entry'].some((entry) => isBundle(isObject(entry) ? entry['resource'] : null)));

const isBundle = (value: unknown): value is FhirObject => isObject(value) && value['resourceType'] === 'Bundle';

function judgeReports(outer: FhirObject, reading: ReadingContext, faults: Faults): KlReport[] {
  judgeObject(outer, incrementalDelivery, faults);
  judgeResourceId(outer['id'], faults);
  const entries = outer['entry'] ?? [];
  if (!Array.isArray(entries)) {
    faults.at(['entry'], () => faults.add('SHAPE_INVALID', 'A list of reports is expected.'));
    return [];
  }
  const seen = new Set<unknown>();
  return entries.flatMap((entry: unknown, index) =>
    faults.at(['entry', index], () => {
      judgeObject(entry, entryShape, faults);
      const report = isObject(entry) ? entry['resource'] : undefined;
      return faults.at(['resource'], () => judgeInnerReport(report, seen, reading, faults));
    }),
  );
}

function judgeInnerReport(report: unknown, seen: Set<unknown>, reading: ReadingContext, faults: Faults): KlReport[] {
  if (!isBundle(report)) {
    faults.add('SHAPE_INVALID', 'An incremental delivery holds delivery reports only.');
    return [];
  }
  if (seen.has(report['id'])) faults.add('INVARIANT_BROKEN', 'bdl-7: the same report stands twice in the delivery.');
  seen.add(report['id']);
  const before = faults.issues.length;
  judgeGuideVersion(report, faults);
  return faults.issues.length > before ? [] : [judgeReport(report, reading, faults)];
}
