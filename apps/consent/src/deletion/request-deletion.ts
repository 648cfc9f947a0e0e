import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { ChildrenStore } from '../children/children.store.js';
import type { ChildDeletion, DeletionReason } from './child-deletion.js';
import { ChildDeletionsStore } from './child-deletions.store.js';
import { isOpen } from './may-confirm.rules.js';

/** Asks for a child to be removed. Nothing is removed before a second person confirms it. */
@Injectable()
export class RequestDeletion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly deletions: ChildDeletionsStore,
    private readonly clock: Clock,
  ) {}

  /** The request that stands already is answered again. Refuses NOT_FOUND for a child of another municipality. */
  of(childId: string, reason: DeletionReason, { municipality, subject }: StaffPrincipal): Promise<ChildDeletion> {
    return this.unitOfWork.run(async (tx) => {
      const child = await this.children.find(tx, childId);
      if (child?.municipality !== municipality) throw new RefusalError('NOT_FOUND');
      await tx.query('select from child where child_id = $1 for update', [childId]);
      const requestedAt = this.clock.now();
      const standing = await this.deletions.requested(tx, childId);
      if (standing && isOpen(standing, requestedAt)) return standing;
      const { healthVisitingUnit } = child;
      const request = {
        deletionId: randomUUID(),
        municipality,
        healthVisitingUnit,
        reason,
        requestedBy: subject,
        requestedAt,
      };
      await this.deletions.request(tx, { ...request, childId });
      return { ...request, done: null };
    });
  }
}
