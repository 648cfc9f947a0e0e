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
import { CustodyStore, type KeptCustody } from '../custody/custody.store.js';
import { arePlacesWithheld } from '../custody/places-withheld.rules.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import type { ConsentRecord } from './consent-record.js';
import { consentView, type ConsentViewer } from './consent.view.js';
import { ConsentsStore } from './consents.store.js';

interface Look {
  viewer: ConsentViewer;
  birthDate: Temporal.PlainDate;
  holderIds: string[];
  asOf: Temporal.Instant;
}

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
    return this.unitOfWork.glance((tx) => this.children.ofConsent(tx, consentId));
  }

  /** Every consent of the children, newest first; `guardianId` null stands for staff of the unit. */
  ofChildren(children: readonly ChildRecord[], guardianId: string | null): Promise<Consent[]> {
    const childIds = children.map(({ childId }) => childId);
    return this.views(childIds, guardianId, (tx) => this.consents.ofChildren(tx, childIds));
  }

  async one({ childId }: ChildRecord, consentId: string, guardianId: string | null): Promise<Consent> {
    const [view] = await this.views([childId], guardianId, async (tx) => [(await this.consents.find(tx, consentId))!]);
    if (!view) throw new RefusalError('NOT_FOUND');
    return view;
  }

  private async views(
    childIds: readonly string[],
    guardianId: string | null,
    find: (tx: Tx) => Promise<ConsentRecord[]>,
  ): Promise<Consent[]> {
    const read = () => this.unitOfWork.read((tx) => this.seen(tx, childIds, guardianId, find));
    const first = await read();
    const stale = childIds.filter((childId) => !this.custodyOfChildren.isFresh(first.custody.get(childId) ?? null));
    if (stale.length > 0) await this.custodyOfChildren.renew(stale);
    const { children, custody, viewerId, records } = stale.length > 0 ? await read() : first;
    const looks = new Map(
      children.map((child) => [child.childId, this.lookOf(child, custody.get(child.childId) ?? null, viewerId)]),
    );
    const today = this.clock.today();
    return records.flatMap((record) => {
      const { viewer, holderIds, asOf, birthDate } = looks.get(record.request.childId)!;
      return isFor(record, viewer) ? [consentView(record, viewer, { birthDate, holderIds, today }, asOf)] : [];
    });
  }

  /** Everything that views are made of, as it stood at one moment. */
  private async seen(
    tx: Tx,
    childIds: readonly string[],
    guardianId: string | null,
    find: (tx: Tx) => Promise<ConsentRecord[]>,
  ) {
    const custody = await this.custody.findAll(tx, childIds);
    return {
      children: await this.children.findAll(tx, childIds),
      custody: new Map(custody.map((kept) => [kept.childId, kept])),
      viewerId: guardianId && ((await this.guardians.lastingIds(tx, [guardianId])).get(guardianId) ?? guardianId),
      records: await find(tx),
    };
  }

  /** How the viewer looks at the child's consents; on a custody answer that is new enough to read on. */
  private lookOf(child: ChildRecord, kept: KeptCustody | null, viewerId: string | null): Look {
    const { birthDate } = child;
    const today = this.clock.today();
    const isOld = isYoungPerson(birthDate, today);
    const usable = this.custodyOfChildren.isWithinGrace(kept) ? kept : null;
    if (!usable && !isOld) throw new RefusalError('DEPENDENCY_UNAVAILABLE', { retryAfterSeconds: 5 });
    const holders = usable ? currentHolders(usable, birthDate, today) : [];
    const asOf = usable && !isOld ? usable.readAt : this.clock.now();
    const look = { birthDate, holderIds: guardiansAmong(holders), asOf };
    if (viewerId === null) return { viewer: { id: null, as: 'staff', placesWithheld: false }, ...look };
    const isSelf = isOld && viewerId === child.youngPersonId;
    const placesWithheld = arePlacesWithheld(viewerId, {
      childProtected: kept?.childProtected ?? true,
      holders,
      isYoungPerson: isSelf,
    });
    const as = isSelf ? 'young_person' : isOld ? 'former_decider' : 'guardian';
    return { viewer: { id: viewerId, as, placesWithheld }, ...look };
  }
}

/** From the 15th birthday a guardian keeps the receipts of what guardians answered; what the young person is asked is nobody else's. */
function isFor({ entries }: ConsentRecord, { id, as }: ConsentViewer): boolean {
  if (as !== 'former_decider') return true;
  return entries.some((entry) => entry.kind === 'answer' && entry.answererId === id);
}
