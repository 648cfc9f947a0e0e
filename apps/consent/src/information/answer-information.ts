import { Injectable } from '@nestjs/common';
import { informationRequestAnsweredV1 } from '#contracts/events/information-request-answered.js';
import type { ChildId, Municipality } from '#contracts/ids.js';
import type { AnswerInformationRequest, InformationRequest } from '#contracts/questions/information-requests.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { askerOf } from '#security/asker-of.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { FirstAnswers } from '#service/first-answers.store.js';
import type { RepeatableWrite } from '#service/repeatable-write.js';
import { DecideAccess } from '../access/decide-access.js';
import { InformationRequestsStore } from './information-requests.store.js';

/** The leader of the child's unit sees what parents without custody asked, answers outside the portal, and says here how. */
@Injectable()
export class AnswerInformation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: InformationRequestsStore,
    private readonly decideAccess: DecideAccess,
    private readonly answers: FirstAnswers,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Those about the unit's children, oldest first; each child's log tells that they were read. */
  async list(caller: StaffPrincipal): Promise<InformationRequest[]> {
    const { municipality, organisation } = caller;
    const found = await this.unitOfWork.read((tx) => this.requests.ofUnit(tx, municipality, organisation));
    const childIds = [...new Set(found.map(({ childId }) => childId))];
    await Promise.all(childIds.map((childId) => this.demand(caller, childId, 'read')));
    return found;
  }

  /** NOT_FOUND for a request about a child of another unit, STATE_CONFLICT for one that is answered. */
  async with(
    caller: StaffPrincipal,
    informationRequestId: string,
    { outcome, reason }: AnswerInformationRequest,
    write: RepeatableWrite,
  ): Promise<{ informationRequestId: string }> {
    const childId = await this.unitOfWork.read((tx) => this.requests.childOf(tx, informationRequestId));
    if (!childId) throw new RefusalError('NOT_FOUND');
    await this.demand(caller, childId as ChildId, 'write');
    return this.unitOfWork.run((tx) =>
      this.answers.once(tx, write, async () => {
        const { answered } = (await this.requests.lock(tx, informationRequestId))!;
        if (answered) throw new RefusalError('STATE_CONFLICT', { detail: 'It has been answered.' });
        const at = this.clock.now().toString();
        await this.requests.answer(tx, informationRequestId, { outcome, reason, at, by: caller.subject });
        await this.outbox.append(tx, [
          {
            contract: informationRequestAnsweredV1,
            key: childId,
            subject: childId,
            municipality: caller.municipality,
            time: at,
            data: { informationRequestId, childId, municipality: caller.municipality, outcome },
            traceparent: activeTraceparent(),
          },
        ]);
        return { informationRequestId };
      }),
    );
  }

  private async demand(caller: StaffPrincipal, childId: ChildId, action: 'read' | 'write'): Promise<void> {
    await this.decideAccess.demand({
      municipality: caller.municipality as Municipality,
      asker: askerOf(caller),
      childId,
      documentKind: 'information_request',
      action,
    });
  }
}
