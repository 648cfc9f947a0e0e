import { Injectable } from '@nestjs/common';
import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { ForgottenKeys } from '#messaging/deletion/forgotten-keys.js';
import { forgottenTraces } from '#messaging/deletion/forgotten-traces.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import type { ChildDeletion } from './child-deletion.js';
import { ChildDeletionsStore } from './child-deletions.store.js';
import { DeletedChild } from './deleted-child.store.js';
import { LogOfDeleted } from './log-of-deleted.store.js';
import { isOpen, mayConfirm } from './may-confirm.rules.js';

/** Removes a child for good, when a second person confirms it, and tells the other services to do the same. */
@Injectable()
export class ConfirmDeletion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deletions: ChildDeletionsStore,
    private readonly deleted: DeletedChild,
    private readonly accessLog: LogOfDeleted,
    private readonly forgotten: ForgottenKeys,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Refuses NOT_FOUND where nothing stands to be confirmed, ROLE_NOT_ALLOWED for somebody who is not the second person. */
  async of(childId: string, confirmer: StaffPrincipal): Promise<ChildDeletion> {
    const { municipality, subject: confirmedBy } = confirmer;
    const deletion = await this.unitOfWork.run(async (tx) => {
      await this.forgotten.holdAlone(tx);
      await tx.query('select from child where child_id = $1 for update', [childId]);
      const confirmedAt = this.clock.now();
      const request = await this.deletions.requested(tx, childId);
      if (request?.municipality !== municipality || !isOpen(request, confirmedAt))
        throw new RefusalError('NOT_FOUND', { cure: lookAtTheList });
      if (!mayConfirm(request, confirmer)) throw new RefusalError('ROLE_NOT_ALLOWED', { detail: secondPerson });
      const unlinked = await this.accessLog.unlink(tx, childId);
      const traceIds = await this.deleted.remove(tx, childId);
      await this.forgotten.note(tx, childId);
      const done = { confirmedBy, confirmedAt, ...unlinked };
      await this.deletions.done(tx, request.deletionId, done);
      await this.outbox.append(tx, [
        {
          contract: childDeletedV1,
          key: childId,
          subject: childId,
          municipality,
          time: confirmedAt.toString(),
          data: { childId, municipality },
          traceparent: activeTraceparent(),
        },
        ...forgottenTraces(traceIds, municipality, confirmedAt.toString()),
      ]);
      killPoint('consent.deletion.before-commit');
      return { ...request, done };
    });
    killPoint('consent.deletion.after-commit');
    log.info('A child was deleted', { municipality, kind: deletion.reason });
    return deletion;
  }
}

/** Once done nothing leads from the child to its deletion: who lost the answer can only look at the list. */
const lookAtTheList =
  'Nothing waits here to be confirmed. When you have confirmed it before, look at the list of deletions: it is done.';
const secondPerson =
  "Somebody else than who asked confirms it: the leader of the child's unit, or another administrator.";
