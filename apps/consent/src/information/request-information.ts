import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Cpr } from '#contracts/cpr.js';
import { informationRequestedV1 } from '#contracts/events/information-requested.js';
import type { RequestInformation as Wanted } from '#contracts/questions/information-requests.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { killPoint } from '#observability/kill-point.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { FirstAnswers } from '#service/first-answers.store.js';
import type { RepeatableWrite } from '#service/repeatable-write.js';
import { ChildrenStore } from '../children/children.store.js';
import { CprVault } from '../register/cpr-vault.js';
import { LookUpPerson, type FoundPerson } from '../register/look-up-person.js';
import { InformationRequestsStore } from './information-requests.store.js';

/** A parent without custody asks about a child (R11). Answered alike whether the child is known here or not. */
@Injectable()
export class RequestInformation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly requests: InformationRequestsStore,
    private readonly people: LookUpPerson,
    private readonly vault: CprVault,
    private readonly answers: FirstAnswers,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The id the parent may refer to. Throws TransientError while the register does not answer, whichever child it is. */
  async of(wanted: Wanted, write: RepeatableWrite): Promise<{ informationRequestId: string }> {
    const childCpr = Cpr.parse(wanted.childCpr, 'body/childCpr');
    const requester = await this.people.find(wanted.municipality, Cpr.parse(wanted.requesterCpr, 'body/requesterCpr'));
    if (!requester) throw new RefusalError('SHAPE_INVALID', { place: 'body/requesterCpr' });
    const answer = await this.unitOfWork.run((tx) =>
      this.answers.once(tx, write, async () => {
        const informationRequestId = randomUUID();
        await this.keep(tx, informationRequestId, wanted, childCpr, requester);
        killPoint('consent.information.before-commit');
        return { informationRequestId };
      }),
    );
    killPoint('consent.information.after-commit');
    return answer;
  }

  private async keep(
    tx: Tx,
    informationRequestId: string,
    { municipality, question }: Wanted,
    childCpr: Cpr,
    { person }: FoundPerson,
  ): Promise<void> {
    const hashes = person.children.map((cpr) => this.vault.hash(cpr));
    const own = await this.children.findByHashes(tx, municipality, hashes);
    const child = await this.children.findByNumbers(tx, municipality, [childCpr]);
    if (!child) return;
    const { childId, healthVisitingUnit: organisation } = child;
    const kinship = own.some((known) => known.childId === childId) ? 'legal_parent' : 'none';
    const requestedAt = this.clock.now().toString();
    const { cpr, name } = person;
    const request = { informationRequestId, childId, municipality, kinship, question, requestedAt } as const;
    await this.requests.insert(tx, { ...request, requester: { cpr, name } });
    await this.outbox.append(tx, [
      {
        contract: informationRequestedV1,
        key: childId,
        subject: childId,
        municipality,
        time: requestedAt,
        data: { informationRequestId, childId, municipality, organisation },
        traceparent: activeTraceparent(),
      },
    ]);
  }
}
