import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { readKlDelivery } from '../../apps/novax-adapter/src/kl/read-kl-delivery.js';
import { newLocalFamily } from './local-family.js';
import { twoMonthVisit } from './two-month-visit.js';

describe('the report of the local main job', () => {
  it.each(['2026-11-22T10:15+01:00', '2027-03-31T09:00+02:00', '2028-02-29T14:00+01:00'])(
    'is a full two-month visit that the adapter takes when sent on %s',
    (text) => {
      const visitedAt = Temporal.Instant.from(text).toZonedDateTimeISO('Europe/Copenhagen');
      const family = newLocalFamily(visitedAt.toPlainDate());
      const report = twoMonthVisit({
        childCpr: family.child.cpr,
        motherCpr: family.mother.cpr,
        visitedAt,
        adbb: [1, 0, 0, 0, 1, 0, 0, 0],
      });
      const bytes = Buffer.from(JSON.stringify(report));
      const taken = readKlDelivery(bytes, 'application/fhir+json', {
        sender: { observersCertified: true },
        now: visitedAt.add({ hours: 2 }).toInstant(),
      });
      expect(taken.reports).toHaveLength(1);
      expect((report['entry'] as unknown[]).length).toBeGreaterThanOrEqual(20);
    },
  );
});
