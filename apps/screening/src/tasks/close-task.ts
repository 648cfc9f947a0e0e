import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { killPoint } from '#observability/kill-point.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { ChildAccess } from '../record/child-access.js';
import { isoInstant } from '../record/occasion.js';
import { RecordStore } from '../record/record.store.js';
import { decideClosing } from './decide-closing.js';
import { taskView, type TaskViewSchema } from './task.view.js';

/** A person says that a task is done. */
@Injectable()
export class CloseTask {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChildAccess,
    private readonly records: RecordStore,
    private readonly clock: Clock,
  ) {}

  async close(caller: StaffPrincipal, taskId: string): Promise<z.infer<typeof TaskViewSchema>> {
    const { subject, role, organisation, municipality } = caller;
    const childId = await this.childOf(taskId);
    await this.access.demand(caller, { childId, kind: 'child_record', action: 'write' });
    const at = isoInstant(this.clock.now());
    const closed = await this.unitOfWork.run(async (tx) => {
      const batch = await this.records.lock(tx, new Map([[childId, municipality]]));
      const occasion = { occurredAt: at, recordedAt: at, traceparent: activeTraceparent(), eventId: null };
      const draft = decideClosing(batch.get(childId), taskId, { subject, role, organisation }, occasion);
      batch.take(draft);
      await this.records.keep(tx, batch);
      killPoint('screening.task.before-commit');
      return draft.record.tasks.find((task) => task.taskId === taskId)!;
    });
    killPoint('screening.task.after-commit');
    return taskView(closed);
  }

  /** A task that is closed already is no longer among the open ones: nobody needs to learn whether it ever was. */
  private async childOf(taskId: string): Promise<string> {
    const [row] = await this.unitOfWork.read((tx) =>
      tx.query<{ child_id: string }>('select child_id from open_task where task_id = $1', [taskId]),
    );
    if (!row) throw new RefusalError('NOT_FOUND');
    return row.child_id;
  }
}
