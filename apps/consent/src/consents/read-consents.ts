import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { Consent } from '#contracts/questions/consents.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { currentHolders, guardiansAmong } from '../custody/custody.rules.js';
import { CustodyStore } from '../custody/custody.store.js';
import { arePlacesWithheld } from '../custody/places-withheld.rules.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import type { ConsentRecord } from './consent-record.js';
import { consentView, type ConsentViewer } from './consent.view.js';
import { ConsentsStore } from './consents.store.js';

/** Consents as staff of the unit, a guardian or the young person sees them now. Who may is decided before. */
@Injectable()
export class ReadConsents {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly guardians: GuardiansStore,
    private readonly consents: ConsentsStore,
    private readonly custody: CustodyStore,
    private readonly custodyOfChildren: CustodyOfChildren,
    private readonly clock: Clock,
  ) {}

  /** The child a consent is about; null when there is none by that id. */
  childOf(consentId: string): Promise<ChildRecord | null> {
    return this.unitOfWork.read(async (tx) => {
      const record = await this.consents.find(tx, consentId);
      return record && this.children.find(tx, record.request.childId);
    });
  }

  /** Every consent of the child, newest first; `guardianId` null stands for staff of the unit. */
  ofChild(child: ChildRecord, guardianId: string | null): Promise<Consent[]> {
    return this.views(child, guardianId, (tx) => this.consents.ofChildren(tx, [child.childId]));
  }

  async one(child: ChildRecord, consentId: string, guardianId: string | null): Promise<Consent> {
    const [view] = await this.views(child, guardianId, async (tx) => [(await this.consents.find(tx, consentId))!]);
    if (!view) throw new RefusalError('NOT_FOUND');
    return view;
  }

  private async views(
    { childId }: ChildRecord,
    guardianId: string | null,
    find: (tx: Tx) => Promise<ConsentRecord[]>,
  ): Promise<Consent[]> {
    await this.custodyOfChildren.toShareOn(childId);
    return this.unitOfWork.read(async (tx) => {
      const child = (await this.children.find(tx, childId))!;
      const { viewer, holderIds, asOf } = await this.lookOf(tx, child, guardianId);
      const { birthDate } = child;
      const moment = { birthDate, holderIds, today: this.clock.today() };
      const records = (await find(tx)).filter((record) => isFor(record, viewer));
      return records.map((record) => consentView(record, viewer, moment, asOf));
    });
  }

  /** How the viewer looks at the child's consents; on a custody answer that is new enough to read on. */
  private async lookOf(
    tx: Tx,
    child: ChildRecord,
    guardianId: string | null,
  ): Promise<{ viewer: ConsentViewer; holderIds: string[]; asOf: Temporal.Instant }> {
    const today = this.clock.today();
    const isOld = isYoungPerson(child.birthDate, today);
    const kept = await this.custody.find(tx, child.childId);
    const usable = this.custodyOfChildren.isWithinGrace(kept) ? kept : null;
    if (!usable && !isOld) throw new RefusalError('DEPENDENCY_UNAVAILABLE', { retryAfterSeconds: 5 });
    const holders = usable ? currentHolders(usable, child.birthDate, today) : [];
    const look = { holderIds: guardiansAmong(holders), asOf: usable && !isOld ? usable.readAt : this.clock.now() };
    if (guardianId === null) return { viewer: { id: null, as: 'staff', placesWithheld: false }, ...look };
    const id = (await this.guardians.lastingIds(tx, [guardianId])).get(guardianId) ?? guardianId;
    const isSelf = isOld && id === child.youngPersonId;
    const placesWithheld = arePlacesWithheld(id, {
      childProtected: kept?.childProtected ?? true,
      holders,
      isYoungPerson: isSelf,
    });
    const as = isSelf ? 'young_person' : isOld ? 'former_decider' : 'guardian';
    return { viewer: { id, as, placesWithheld }, ...look };
  }
}

/** From the 15th birthday a guardian keeps the receipts of what guardians answered; what the young person is asked is nobody else's. */
function isFor({ entries }: ConsentRecord, { id, as }: ConsentViewer): boolean {
  if (as !== 'former_decider') return true;
  return entries.some((entry) => entry.kind === 'answer' && entry.answererId === id);
}
