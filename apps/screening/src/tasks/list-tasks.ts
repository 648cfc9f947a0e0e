import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { ChildAccess } from '../record/child-access.js';
import type { Task, TaskKind } from './task.js';
import { taskView, TaskViewSchema } from './task.view.js';

export const TaskListSchema = z.object({ tasks: z.array(TaskViewSchema.extend({ childId: z.uuid() })) });
export type TaskList = z.infer<typeof TaskListSchema>;

/** A leader sees all tasks of the unit, others those for their role and for everybody. */
const SELECT = `
  select child_id, task from open_task
  where municipality = $1 and unit = $2 and (role is null or role = $3 or $3 = 'institution_leader')
    and ($4::text is null or task ->> 'kind' = $4)
  order by task ->> 'openedAt', task_id limit $5`;

/** The open tasks of a unit. A task tells something of its child, so consent is asked for each child. */
@Injectable()
export class ListTasks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChildAccess,
  ) {}

  async list(caller: StaffPrincipal, { kind, limit }: { kind: TaskKind | null; limit: number }): Promise<TaskList> {
    if (caller.role === 'ops_operator') throw new RefusalError('CONTENT_NOT_FOR_OPS');
    const rows = await this.unitOfWork.read((tx) =>
      tx.query<{ child_id: string; task: Task }>(SELECT, [
        caller.municipality,
        caller.organisation,
        caller.role,
        kind,
        limit,
      ]),
    );
    const readable = await this.readable(caller, [...new Set(rows.map((row) => row.child_id))]);
    const tasks = rows.filter((row) => readable.has(row.child_id));
    return { tasks: tasks.map((row) => ({ ...taskView(row.task), childId: row.child_id })) };
  }

  private async readable(caller: StaffPrincipal, childIds: readonly string[]): Promise<Set<string>> {
    const answers = await Promise.all(
      childIds.map((childId) => this.access.allows(caller, { childId, kind: 'child_record', action: 'read' })),
    );
    return new Set(childIds.filter((_, nth) => answers[nth]));
  }
}
