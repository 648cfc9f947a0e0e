import { Injectable } from '@nestjs/common';
import type { AnswerConsent as Answer } from '#contracts/questions/consents.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { killPoint } from '#observability/kill-point.js';
import { counter } from '#observability/metrics.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { FirstAnswers } from '#service/first-answers.store.js';
import type { RepeatableWrite } from '#service/repeatable-write.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import { consentAnswered, consentCompleted } from './consent-events.js';
import type { ConsentRecord } from './consent-record.js';
import { consentState } from './consent-state.rules.js';
import { ConsentSubjects, type ConsentSubject } from './consent-subjects.js';
import { ConsentsStore } from './consents.store.js';
import { mayAnswer } from './may-answer.rules.js';

const answered = counter('hub.consent.answers');

/**
 * A guardian, or the young person, answers a consent. Answers to one consent are taken in one after the other: each sees everything that came
 * before it, so that whatever happens in one second is told by one order.
 */
@Injectable()
export class AnswerConsent {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly guardians: GuardiansStore,
    private readonly consents: ConsentsStore,
    private readonly subjects: ConsentSubjects,
    private readonly answers: FirstAnswers,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Refuses NOT_GUARDIAN, ROLE_NOT_ALLOWED from the 15th birthday, and STATE_CONFLICT for what is no longer to be answered so. */
  async with(child: ChildRecord, consentId: string, answer: Answer, write: RepeatableWrite): Promise<void> {
    await this.subjects.prepare(child);
    await this.unitOfWork.run((tx) =>
      this.answers.once(tx, write, async () => {
        await this.take(tx, child.childId, consentId, answer);
        killPoint('consent.answer.before-commit');
        return { consentId };
      }),
    );
    answered.add(1, { decision: answer.decision });
    killPoint('consent.answer.after-commit');
  }

  private async take(tx: Tx, childId: string, consentId: string, answer: Answer): Promise<void> {
    await this.children.lock(tx, childId);
    await this.consents.lock(tx, [consentId]);
    const child = (await this.children.find(tx, childId))!;
    const subject = await this.subjects.of(tx, child);
    const answererId = await this.mustHaveASay(tx, subject, answer.guardianId);
    const record = (await this.consents.find(tx, consentId))!;
    this.mustBeOpen(record, subject, child, answererId, answer);
    const at = this.clock.now();
    const { as, holderIds, custodyReadAt } = subject;
    await this.consents.addAnswer(tx, consentId, { id: answererId, as }, answer, { at, holderIds, custodyReadAt });
    const before = this.standing(record, subject, child);
    const after = this.standing((await this.consents.find(tx, consentId))!, subject, child);
    const told = [consentAnswered(record.request, answer.decision, answererId, at.toString())];
    if (before.state !== 'active' && after.state === 'active')
      told.push(consentCompleted(record.request, at.toString()));
    await this.outbox.append(tx, told);
  }

  private async mustHaveASay(tx: Tx, { as, ids, holderIds }: ConsentSubject, guardianId: string): Promise<string> {
    const lasting = (await this.guardians.lastingIds(tx, [guardianId])).get(guardianId) ?? guardianId;
    if (ids.includes(lasting)) return lasting;
    const isParentOfYoungPerson = as === 'young_person' && holderIds.includes(lasting);
    throw new RefusalError(isParentOfYoungPerson ? 'ROLE_NOT_ALLOWED' : 'NOT_GUARDIAN');
  }

  private mustBeOpen(
    record: ConsentRecord,
    subject: ConsentSubject,
    child: ChildRecord,
    answererId: string,
    { decision, textVersion, language }: Answer,
  ): void {
    const { request } = record;
    if (!request.texts.some((text) => text.language === language)) {
      throw new RefusalError('SHAPE_INVALID', { place: 'body/language', detail: 'It was not asked in that language.' });
    }
    if (request.textVersion !== textVersion) {
      throw new RefusalError('STATE_CONFLICT', { place: 'body/textVersion', detail: 'Other words were shown.' });
    }
    const open = mayAnswer(this.standing(record, subject, child), answererId, subject.as);
    if (!open.includes(decision)) throw new RefusalError('STATE_CONFLICT', { detail: notOpen });
  }

  private standing(record: ConsentRecord, { holderIds }: ConsentSubject, { birthDate }: ChildRecord) {
    return consentState(record, { holderIds, birthDate, today: this.clock.today() });
  }
}

const notOpen = 'The consent can no longer be answered in this way.';
