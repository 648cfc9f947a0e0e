import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Cpr } from '#contracts/cpr.js';
import { childRegisteredV1 } from '#contracts/events/child-registered.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { killPoint } from '#observability/kill-point.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { CustodyStore } from '../custody/custody.store.js';
import { ReadCustody, type CustodyReading } from '../custody/read-custody.js';
import { RefreshCustody } from '../custody/refresh-custody.js';
import { ChildrenStore, type ChildRecord } from './children.store.js';

const MAJORITY_YEARS = 18;

export interface Registration {
  municipality: string;
  healthVisitingUnit: string;
  cpr: Cpr;
  /** True for those who may move a child that is registered already to another unit. */
  mayMove: boolean;
}

/** Registers a child with a health-visiting unit: reads the register, keeps child, guardians and custody, tells the others. */
@Injectable()
export class RegisterChild {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly custody: CustodyStore,
    private readonly readCustody: ReadCustody,
    private readonly refreshCustody: RefreshCustody,
    private readonly custodyOfChildren: CustodyOfChildren,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** `created` is false when the child was registered before. Throws TransientError when the register does not answer. */
  async with(registration: Registration): Promise<{ childId: string; created: boolean }> {
    const known = await this.unitOfWork.run((tx) => this.findKnown(tx, registration, [registration.cpr]));
    if (known) return known;
    const reading = await this.unitOfWork.run((tx) => this.custody.beginReading(tx));
    const answer = await this.readCustody.of(registration.municipality, registration.cpr);
    if (!answer) throw new RefusalError('UNKNOWN_CHILD', { place: 'body/cpr', cure: notInRegister });
    this.mustBeChild(answer);
    const { isCurrent, ...registered } = await this.unitOfWork.run(async (tx) => {
      const outcome = await this.keep(tx, registration, reading, answer);
      killPoint('consent.child.before-commit');
      return outcome;
    });
    killPoint('consent.child.after-commit');
    // While this read the register it told of a change: the child is registered, and who holds custody is asked once more.
    if (!isCurrent) await this.custodyOfChildren.renew([registered.childId]);
    return registered;
  }

  /** A child that is registered already, moved to the unit when that is allowed. */
  private async findKnown(
    tx: Tx,
    { municipality, healthVisitingUnit, mayMove }: Registration,
    numbers: readonly Cpr[],
  ): Promise<{ childId: string; created: boolean } | null> {
    const known = await this.children.findByNumbers(tx, municipality, numbers);
    if (!known) return null;
    if (known.healthVisitingUnit !== healthVisitingUnit) {
      if (!mayMove) throw new RefusalError('STATE_CONFLICT', { detail: otherUnit, cure: askAdministrator });
      await this.children.moveToUnit(tx, known.childId, healthVisitingUnit);
      await this.tell(tx, { ...known, healthVisitingUnit });
    }
    return { childId: known.childId, created: false };
  }

  private async keep(
    tx: Tx,
    registration: Registration,
    reading: number,
    answer: CustodyReading,
  ): Promise<{ childId: string; created: boolean; isCurrent: boolean }> {
    const { municipality, healthVisitingUnit } = registration;
    const { numbers, person } = answer.child;
    // Two registrations of one child at the same time wait for each other here; the second one then finds the child.
    await this.children.lockBirthDate(tx, municipality, person.birthDate);
    const known = await this.findKnown(tx, registration, numbers);
    if (known) return { ...known, isCurrent: true };
    const { birthDate } = person;
    const childId = randomUUID();
    const child: ChildRecord = { childId, municipality, healthVisitingUnit, birthDate, youngPersonId: null };
    await this.children.insert(tx, child, person.cpr, this.clock.now());
    const isCurrent = await this.refreshCustody.keep(tx, child, reading, answer);
    await this.tell(tx, child);
    return { childId: child.childId, created: true, isCurrent };
  }

  private mustBeChild({ child }: CustodyReading): void {
    const majority = child.person.birthDate.add({ years: MAJORITY_YEARS });
    if (Temporal.PlainDate.compare(this.clock.today(), majority) < 0) return;
    throw new RefusalError('AGE_OUT_OF_RANGE', {
      place: 'body/cpr',
      detail: 'The person is of age.',
      cure: checkNumber,
    });
  }

  private async tell(tx: Tx, { childId, municipality, healthVisitingUnit }: ChildRecord): Promise<void> {
    await this.outbox.append(tx, [
      {
        contract: childRegisteredV1,
        key: childId,
        subject: childId,
        municipality,
        time: this.clock.now().toString(),
        data: { childId, municipality, healthVisitingUnit },
        traceparent: activeTraceparent(),
      },
    ]);
  }
}

const notInRegister = 'Check the number: the civil register knows nobody by it.';
const checkNumber = "Check the number: it must be the child's own.";
const otherUnit = 'The child is registered with another unit.';
const askAdministrator = "Let the municipality's administrator move the child.";
