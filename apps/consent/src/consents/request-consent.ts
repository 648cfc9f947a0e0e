import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { RequestConsent as Wanted } from '#contracts/questions/consents.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { killPoint } from '#observability/kill-point.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { FirstAnswers } from '#service/first-answers.store.js';
import type { RepeatableWrite } from '#service/repeatable-write.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { YoungPeople } from '../guardians/young-people.js';
import { consentRequested } from './consent-events.js';
import type { ConsentRequest } from './consent-record.js';
import { ConsentSubjects, type ConsentSubject } from './consent-subjects.js';
import type { ConsentType } from './consent-type.js';
import { ConsentTypesStore } from './consent-types.store.js';
import { ConsentsStore } from './consents.store.js';

/** Staff of the child's unit ask those who have a say for a consent. */
@Injectable()
export class RequestConsent {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly types: ConsentTypesStore,
    private readonly consents: ConsentsStore,
    private readonly subjects: ConsentSubjects,
    private readonly youngPeople: YoungPeople,
    private readonly answers: FirstAnswers,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The id of the consent. Call it for a caller who may ask; refuses what the type does not allow, and a child nobody has custody of. */
  async of(caller: StaffPrincipal, child: ChildRecord, wanted: Wanted, write: RepeatableWrite): Promise<string> {
    await this.subjects.prepare(child);
    if (isYoungPerson(child.birthDate, this.clock.today())) await this.youngPeople.idOf(child.childId);
    const { consentId } = await this.unitOfWork.run((tx) =>
      this.answers.once(tx, write, async () => {
        const type = await this.types.find(tx, child.municipality, wanted.type);
        if (!type) throw shapeInvalid('type', 'The municipality knows no such kind of consent.');
        this.mustFit(wanted, type, child);
        await this.children.lock(tx, child.childId);
        const subject = await this.subjects.of(tx, (await this.children.find(tx, child.childId))!);
        if (subject.ids.length === 0) throw new RefusalError('STATE_CONFLICT', { detail: nobodyToAsk });
        const request = this.requestOf(caller, child, wanted, type);
        await this.keep(tx, request, subject, caller.subject);
        killPoint('consent.request.before-commit');
        return { consentId: request.consentId };
      }),
    );
    killPoint('consent.request.after-commit');
    return consentId;
  }

  private mustFit(wanted: Wanted, type: ConsentType, child: ChildRecord): void {
    const { documentKinds, validUntil, receiver, transitionId } = wanted;
    if (documentKinds.some((kind) => !type.documentKinds.includes(kind))) {
      throw shapeInvalid('documentKinds', 'This kind of consent does not cover all of them.');
    }
    const today = this.clock.today();
    const last = Temporal.PlainDate.from(validUntil);
    const latest = today.add({ days: type.longestDays });
    if (Temporal.PlainDate.compare(last, today) < 0 || Temporal.PlainDate.compare(last, latest) > 0) {
      throw shapeInvalid('validUntil', `The last day must lie between today and ${latest.toString()}.`);
    }
    if (receiver === child.healthVisitingUnit) throw shapeInvalid('receiver', "The child's unit needs no consent.");
    if (type.forTransition !== (transitionId !== undefined)) {
      throw shapeInvalid('transitionId', 'A consent names a transition when, and only when, it is for one.');
    }
  }

  private requestOf(
    caller: StaffPrincipal,
    { childId, municipality }: ChildRecord,
    wanted: Wanted,
    type: ConsentType,
  ): Omit<ConsentRequest, 'consentNo'> {
    const { completeness, gdprBasis, confidentialityBasis, texts, byLetter } = type;
    return {
      consentId: randomUUID(),
      childId,
      municipality,
      type: type.name,
      documentKinds: [...new Set(wanted.documentKinds)],
      sender: caller.organisation,
      receiver: wanted.receiver,
      transitionId: wanted.transitionId ?? null,
      validUntil: Temporal.PlainDate.from(wanted.validUntil),
      textVersion: type.version,
      requestedAt: this.clock.now(),
      ...{ completeness, gdprBasis, confidentialityBasis, texts, byLetter },
    };
  }

  private async keep(
    tx: Tx,
    request: Omit<ConsentRequest, 'consentNo'>,
    { ids, holderIds, custodyReadAt }: ConsentSubject,
    requestedBy: string,
  ): Promise<void> {
    const { consentId, requestedAt: at } = request;
    await this.consents.insert(tx, request, requestedBy);
    await this.consents.note(tx, [consentId], 'requested', { at, holderIds, custodyReadAt });
    await this.consents.ask(tx, consentId, ids, at);
    await this.outbox.append(tx, [consentRequested(request, ids, at.toString())]);
  }
}

const nobodyToAsk = 'Nobody who could be asked holds custody of the child.';
const shapeInvalid = (part: string, detail: string): RefusalError =>
  new RefusalError('SHAPE_INVALID', { place: `body/${part}`, detail });
