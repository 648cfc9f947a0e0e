import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { CloseTask } from './close-task.js';
import { ListTasks, TaskListSchema, type TaskList } from './list-tasks.js';
import { TaskKindSchema, TaskViewSchema } from './task.view.js';

const TaskPathSchema = z.object({ taskId: z.uuid() });
const ListSchema = z.object({
  kind: TaskKindSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** What a unit has to do for its children. */
@Controller('tasks')
export class TasksController {
  constructor(
    private readonly listing: ListTasks,
    private readonly closing: CloseTask,
  ) {}

  @Get()
  @Door({ who: ['staff'] })
  @Describe({
    summary: "Open tasks of the caller's unit, oldest first",
    query: ListSchema,
    answers: { 200: TaskListSchema },
  })
  list(
    @Caller() caller: StaffPrincipal,
    @QueryParams(ListSchema) { kind, limit }: z.infer<typeof ListSchema>,
  ): Promise<TaskList> {
    return this.listing.list(caller, { kind: kind ?? null, limit });
  }

  @Post(':taskId/close')
  @HttpCode(200)
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'Closes a task as done; a repeat observation is closed by the observation itself',
    params: TaskPathSchema,
    answers: { 200: TaskViewSchema },
  })
  close(
    @Caller() caller: StaffPrincipal,
    @PathParams(TaskPathSchema) { taskId }: z.infer<typeof TaskPathSchema>,
  ): Promise<z.infer<typeof TaskViewSchema>> {
    return this.closing.close(caller, taskId);
  }
}
