import { Injectable } from '@nestjs/common';
import { killPoint } from '#observability/kill-point.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import type { Due } from '#service/due-work.js';
import { isoInstant } from '../record/occasion.js';
import { RecordStore } from '../record/record.store.js';
import { decideOverdue } from './decide-overdue.js';

const AT_ONCE = 200;

/** The lease: whoever holds it looks, until its transaction ends. A process that dies loses it with its connection. */
const LEASE = `select pg_try_advisory_xact_lock(hashtext('screening.raise-overdue')) as held`;

const DUE = `
  select due.child_id, record.municipality from due_repeat due join child_record record using (child_id)
  where due.overdue_at <= $1 order by due.overdue_at, due.child_id limit ${AT_ONCE}`;

const LATE = `
  select count(*)::int as waiting, coalesce(extract(epoch from $1::timestamptz - min(overdue_at)), 0)::float8 as "oldestAgeSeconds"
  from due_repeat where overdue_at <= $1`;

/** Notices repeats that have become overdue. Decided on the locked record, so that each becomes overdue once whoever looks. */
@Injectable()
export class RaiseOverdue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: RecordStore,
    private readonly clock: Clock,
  ) {}

  /** How many became overdue; 0 also when another instance is looking. */
  async run(): Promise<number> {
    const { waiting } = await this.due();
    if (waiting === 0) return 0;
    const now = isoInstant(this.clock.now());
    const raised = await this.unitOfWork.run(async (tx) => {
      const [lease] = await tx.query<{ held: boolean }>(LEASE);
      if (!lease?.held) return 0;
      const due = await tx.query<{ child_id: string; municipality: string }>(DUE, [now]);
      if (due.length === 0) return 0;
      const batch = await this.records.lock(tx, new Map(due.map((row) => [row.child_id, row.municipality])));
      const occasion = { occurredAt: now, recordedAt: now, traceparent: null, eventId: null };
      for (const { child_id: childId } of due) batch.take(decideOverdue(batch.get(childId), now, occasion));
      await this.records.keep(tx, batch);
      killPoint('screening.overdue.before-commit');
      return batch.changed().length;
    });
    if (raised > 0) killPoint('screening.overdue.after-commit');
    return raised;
  }

  /** Repeats whose midnight has passed and that nobody has raised. */
  async due(): Promise<Due> {
    const [due] = await this.unitOfWork.glance((tx) => tx.query<Due>(LATE, [isoInstant(this.clock.now())]));
    return due!;
  }
}
