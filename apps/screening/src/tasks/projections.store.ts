import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import type { ChildRecord } from '../record/child-record.js';
import type { Task } from './task.js';

/** A record before and after a change; null before: nobody knows what is projected of it. */
interface RecordChange {
  before: ChildRecord | null;
  after: ChildRecord;
}

const INSERT_TASKS = `
  insert into open_task (task_id, child_id, municipality, unit, role, task)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`;

const INSERT_DUE = 'insert into due_repeat (child_id, overdue_at) select * from unnest($1::uuid[], $2::timestamptz[])';

const dueAt = (record: ChildRecord | null): string | null =>
  record?.adbb.judgement?.level === 'repeat_due' ? record.adbb.judgement.overdueAt : null;

const openTasks = (record: ChildRecord): Task[] => record.tasks.filter(({ state }) => state === 'open');

/** What is looked up across children: open tasks by unit, and repeats by the time they become overdue. */
@Injectable()
export class Projections {
  /** Brings the projections of the changed records up to date; touches nothing for those whose tasks and repeats stay. */
  follow(tx: Tx, changes: readonly RecordChange[]): void {
    const tasksMoved = changes.filter(
      ({ before, after }) => !before || before.tasks !== after.tasks || before.unit !== after.unit,
    );
    this.replaceTasks(
      tx,
      // A record keeps closed tasks too: one without any has never had a row.
      tasksMoved.filter(({ before, after }) => !before || after.tasks.length > 0).map(({ after }) => after),
    );
    const dueMoved = changes.filter(({ before, after }) => !before || dueAt(before) !== dueAt(after));
    this.replaceDue(
      tx,
      dueMoved.map(({ after }) => after),
    );
  }

  private replaceTasks(tx: Tx, records: readonly ChildRecord[]): void {
    if (records.length === 0) return;
    tx.send('delete from open_task where child_id = any($1)', [records.map(({ childId }) => childId)]);
    const rows = records.flatMap((record) => openTasks(record).map((task) => ({ record, task })));
    if (rows.length === 0) return;
    tx.send(INSERT_TASKS, [
      rows.map(({ task }) => task.taskId),
      rows.map(({ record }) => record.childId),
      rows.map(({ record }) => record.municipality),
      rows.map(({ record }) => record.unit),
      rows.map(({ task }) => task.role),
      rows.map(({ task }) => JSON.stringify(task)),
    ]);
  }

  private replaceDue(tx: Tx, records: readonly ChildRecord[]): void {
    if (records.length === 0) return;
    tx.send('delete from due_repeat where child_id = any($1)', [records.map(({ childId }) => childId)]);
    const due = records.filter((record) => dueAt(record) !== null);
    if (due.length === 0) return;
    tx.send(INSERT_DUE, [due.map(({ childId }) => childId), due.map(dueAt)]);
  }
}
