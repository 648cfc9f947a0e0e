import { Injectable } from '@nestjs/common';
import { custodyChangedV1 } from '#contracts/events/custody-changed.js';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import { counter } from '#observability/metrics.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock, ZONE } from '#service/clock.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { ConsentsFollow } from '../consents/consents-follow.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import type { CustodyHolder } from './custody-facts.js';
import { currentHolders, guardiansAmong } from './custody.rules.js';
import { CustodyStore } from './custody.store.js';
import { RegisterNoticesStore } from './register-notices.store.js';
import { isProtected, ReadCustody, type CustodyReading } from './read-custody.js';

const changes = counter('hub.custody.changes');

/** Reads a child's custody anew, keeps the answer, and tells the others when the guardians are no longer the same. */
@Injectable()
export class RefreshCustody {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly guardians: GuardiansStore,
    private readonly custody: CustodyStore,
    private readonly notices: RegisterNoticesStore,
    private readonly readCustody: ReadCustody,
    private readonly consentsFollow: ConsentsFollow,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Callers who ask while a reading of the same child is under way share it, unless they say that something has changed since it
   * began. Throws TransientError when the register does not answer.
   */
  async of(childId: string, { changedSince = false } = {}): Promise<void> {
    const running = this.underWay.get(childId);
    if (running && !changedSince) return running;
    const mine = this.read(childId).finally(() => {
      if (this.underWay.get(childId) === mine) this.underWay.delete(childId);
    });
    this.underWay.set(childId, mine);
    return mine;
  }

  /**
   * Keeps a reading in the caller's transaction; one that began before the kept one is dropped. When the register has told of a change in
   * the family since the reading began, the answer is kept as good for nothing, to be read anew, and this answers false.
   */
  async keep(tx: Tx, child: ChildRecord, reading: number, answer: CustodyReading): Promise<boolean> {
    await tx.query('select from child where child_id = $1 for update', [child.childId]);
    const family = [answer.child, ...answer.holders].flatMap(({ numbers }) => numbers);
    const invalidBefore = await this.notices.latest(tx, family);
    const former = await this.custody.find(tx, child.childId);
    if (former && former.reading > reading) return true;
    await this.children.rememberNumbers(tx, child, answer.child.numbers);
    const today = answer.asOf.toZonedDateTimeISO(ZONE).toPlainDate();
    const holders: CustodyHolder[] = [];
    for (const { person, numbers, kind, from, until } of answer.holders) {
      const guardianId = await this.guardians.keep(tx, child.municipality, { person, numbers }, reading, answer.asOf);
      holders.push({ guardianId, kind, from, until, status: person.status, protected: isProtected(person, today) });
    }
    const facts = { childStatus: answer.child.person.status, holders };
    const guardianIds = guardiansAmong(currentHolders(facts, child.birthDate, today));
    const childProtected = isProtected(answer.child.person, today);
    await this.custody.keep(
      tx,
      { childId: child.childId, reading, readAt: answer.asOf, childProtected, guardianIds, ...facts },
      former,
      invalidBefore,
    );
    if (former && former.guardianIds.join() !== guardianIds.join()) {
      await this.tell(tx, child, guardianIds, answer);
      await this.consentsFollow.custody(tx, child, {
        before: former.guardianIds,
        now: guardianIds,
        readAt: answer.asOf,
      });
    }
    return invalidBefore < reading;
  }

  private async read(childId: string): Promise<void> {
    const begun = await this.unitOfWork.run(async (tx) => {
      const number = await this.children.currentNumber(tx, childId);
      if (!number) return null;
      const holders = await this.guardians.numbersOfHolders(tx, childId);
      return { ...number, holders, reading: await this.custody.beginReading(tx) };
    });
    if (!begun) return;
    const answer = await this.readCustody.of(begun.municipality, begun.cpr, begun.holders);
    if (!answer) throw new TransientError('CUSTODY_REGISTER_LOST_CHILD');
    await this.unitOfWork.run(async (tx) => {
      const child = await this.children.find(tx, childId);
      if (child) await this.keep(tx, child, begun.reading, answer);
      killPoint('consent.custody.before-commit');
    });
    killPoint('consent.custody.after-commit');
  }

  private async tell(tx: Tx, child: ChildRecord, guardianIds: string[], { asOf }: CustodyReading): Promise<void> {
    changes.add(1, { municipality: child.municipality });
    log.info('Custody changed', { childId: child.childId, count: guardianIds.length });
    await this.outbox.append(tx, [
      {
        contract: custodyChangedV1,
        key: child.childId,
        subject: child.childId,
        municipality: child.municipality,
        time: this.clock.now().toString(),
        data: { childId: child.childId, municipality: child.municipality, guardianIds, asOf: asOf.toString() },
        traceparent: activeTraceparent(),
      },
    ]);
  }
}
