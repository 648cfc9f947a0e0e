import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { childRegisteredV1 } from '#contracts/events/child-registered.js';
import { journalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { eventually } from '#testing/eventually.js';
import { entryOf, entryTrace } from '../journal-entries.fixture.js';
import { RunningScreening, staff } from '../running-screening.fixture.js';
import { RaiseOverdue } from './raise-overdue.js';

const high = [1, 2, 0, 0, 1, 1, 1, 1];

describe('repeats that never came, watched by two instances', () => {
  let screening: RunningScreening;
  beforeAll(async () => {
    screening = await RunningScreening.start('overdue', { instances: 2, clock: '2026-05-18T12:00:00Z' });
  });
  afterAll(() => screening.stop());

  it('become overdue once each at midnight in Copenhagen, and the leader is told', async () => {
    const children = Array.from({ length: 25 }, () => randomUUID());
    for (const childId of children) {
      const entry = entryOf({ recordId: 'NVX-1', on: '2026-05-18', items: high }, childId);
      const unit = { childId, municipality: 'K1', healthVisitingUnit: 'HV-1' };
      await screening.publish({ contract: childRegisteredV1, data: unit, time: '2026-05-01T08:00:00Z' });
      const event = { contract: journalEntryReceivedV1, data: entry, time: entry.reportedAt, traceparent: entryTrace };
      await screening.publish(event);
    }
    await eventually(async () => expect(await screening.query('select from due_repeat')).toHaveLength(25));
    await screening.setClock('2026-06-01T21:59:58Z');
    expect(await screening.query(`select from outbox where type = 'screening.repeat.overdue.v1'`)).toHaveLength(0);

    await screening.setClock('2026-06-01T22:00:01Z');
    const looks = Array.from({ length: 10 }, (_, nth) => screening.instances[nth % 2]!.app.get(RaiseOverdue).run());
    await Promise.all(looks);
    await eventually(async () => expect(await screening.query('select from due_repeat')).toHaveLength(0));

    for (const childId of children) {
      const types = await screening.eventsOf(childId);
      expect(types.slice(3)).toEqual(['screening.level.changed.v1', 'screening.repeat.overdue.v1']);
    }
    const [row] = await screening.query(
      `select time, traceparent from outbox where type = 'screening.repeat.overdue.v1' limit 1`,
    );
    expect(row.time >= '2026-06-01T22:00:00.000Z').toBe(true);
    expect(row.traceparent.slice(3, 35)).toBe(entryTrace.slice(3, 35));
    const forLeader = await screening.ask(staff('institution_leader'), '/tasks?kind=repeat_overdue');
    expect(forLeader.json.tasks).toHaveLength(25);
    const forNurse = await screening.ask(staff('health_visitor'), '/tasks?kind=repeat_overdue');
    expect(forNurse.json.tasks).toHaveLength(0);
  });
});
