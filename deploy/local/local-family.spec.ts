import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { readKlDelivery } from '../../apps/novax-adapter/src/kl/read-kl-delivery.js';
import { newLocalFamily } from './local-family.js';
import { buildTwoMonthReport } from './two-month-report.js';

describe('the family of the local main job', () => {
  it.each(['2026-11-22T10:15:00Z', '2027-03-31T01:00:00Z', '2028-02-29T23:30:00Z', '2031-01-01T00:30:00Z'])(
    'is one whose report of a two-month visit the adapter takes at %s',
    (text) => {
      const now = Temporal.Instant.from(text).toZonedDateTimeISO('Europe/Copenhagen');
      const family = newLocalFamily(now.toPlainDate());
      const report = buildTwoMonthReport({
        childCpr: family.child.cpr,
        motherCpr: family.mother.cpr,
        items: [1, 0, 0, 0, 1, 0, 0, 0],
        total: 2,
        observedOn: now.subtract({ days: 1 }).toPlainDate().toString(),
        reportId: randomUUID(),
        timestamp: now.toInstant().toString(),
      });
      const delivery = readKlDelivery(Buffer.from(JSON.stringify(report)), 'application/fhir+json', {
        sender: { observersCertified: true },
        now: now.toInstant(),
      });
      expect(delivery.reports).toHaveLength(1);
    },
  );
});
