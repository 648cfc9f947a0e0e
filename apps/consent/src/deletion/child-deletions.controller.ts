import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { JsonBody, PathParams, QueryParams } from '#service/inputs.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { deletionReasons, type ChildDeletion } from './child-deletion.js';
import { ChildDeletionsStore } from './child-deletions.store.js';
import { ConfirmDeletion } from './confirm-deletion.js';
import { LogOfDeleted } from './log-of-deleted.store.js';
import { RequestDeletion } from './request-deletion.js';

const RequestSchema = z.strictObject({ reason: z.enum(deletionReasons) });
const ListSchema = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const DeletionSchema = z.object({
  deletionId: z.uuid(),
  healthVisitingUnit: z.string(),
  reason: z.enum(deletionReasons),
  requestedBy: z.string(),
  requestedAt: z.string(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.string().nullable(),
});
const DeletionsSchema = z.object({
  deletions: z.array(
    DeletionSchema.extend({
      /** Lines of the access log about the child that stand, without leading to it. */
      logLines: z.int().nullable(),
      /** Whether they stand as they did; null before the deletion. */
      logVerified: z.boolean().nullable(),
    }),
  ),
});

const CONFIRMERS = ['municipal_administrator', 'institution_leader'] as const;

/** The removal of a child from the whole hub: asked for by one person, confirmed by another, and logged. */
@Controller()
export class ChildDeletionsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requestDeletion: RequestDeletion,
    private readonly confirmDeletion: ConfirmDeletion,
    private readonly deletions: ChildDeletionsStore,
    private readonly accessLog: LogOfDeleted,
  ) {}

  @Post('children/:childId/deletion')
  @Door({ who: ['staff'], roles: ['municipal_administrator'] })
  @Describe({
    summary: 'Asks for a child to be removed from the hub; somebody else confirms it within 14 days',
    params: ChildPathSchema,
    body: RequestSchema,
    answers: { 201: DeletionSchema },
  })
  async request(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @JsonBody(RequestSchema) { reason }: z.infer<typeof RequestSchema>,
    @Caller() caller: StaffPrincipal,
  ): Promise<z.infer<typeof DeletionSchema>> {
    return viewOf(await this.requestDeletion.of(childId, reason, caller));
  }

  @Post('children/:childId/deletion/confirmation')
  @HttpCode(200)
  @Door({ who: ['staff'], roles: CONFIRMERS })
  @Describe({
    summary: 'Confirms it, as a second person: the child is removed, and cannot be brought back',
    params: ChildPathSchema,
    answers: { 200: DeletionSchema },
  })
  async confirm(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @Caller() caller: StaffPrincipal,
  ): Promise<z.infer<typeof DeletionSchema>> {
    return viewOf(await this.confirmDeletion.of(childId, caller));
  }

  @Get('child-deletions')
  @Door({ who: ['staff'], roles: CONFIRMERS })
  @Describe({
    summary: 'Deletions of the municipality, newest first, each with whether the access log still stands as it did',
    query: ListSchema,
    answers: { 200: DeletionsSchema },
  })
  list(
    @QueryParams(ListSchema) { limit }: z.infer<typeof ListSchema>,
    @Caller() { municipality }: StaffPrincipal,
  ): Promise<z.infer<typeof DeletionsSchema>> {
    return this.unitOfWork.read(async (tx) => {
      const deletions = [];
      for (const deletion of await this.deletions.list(tx, municipality, limit)) {
        const { done } = deletion;
        const lines = done && Object.values(done.logDigests).reduce((sum, { rows }) => sum + rows, 0);
        const logVerified = done && (await this.accessLog.verify(tx, municipality, done));
        deletions.push({ ...viewOf(deletion), logLines: lines, logVerified });
      }
      return { deletions };
    });
  }
}

const viewOf = (deletion: ChildDeletion): z.infer<typeof DeletionSchema> => ({
  deletionId: deletion.deletionId,
  healthVisitingUnit: deletion.healthVisitingUnit,
  reason: deletion.reason,
  requestedBy: deletion.requestedBy,
  requestedAt: deletion.requestedAt.toString(),
  confirmedBy: deletion.done?.confirmedBy ?? null,
  confirmedAt: deletion.done?.confirmedAt.toString() ?? null,
});
