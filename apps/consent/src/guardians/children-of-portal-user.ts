import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { currentHolders } from '../custody/custody.rules.js';
import { CustodyStore } from '../custody/custody.store.js';
import { GuardiansStore } from './guardians.store.js';

/** The children for whom a user of the portal has a say now: those in the user's custody, and from the 15th birthday the user's self. */
@Injectable()
export class ChildrenOfPortalUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly guardians: GuardiansStore,
    private readonly custody: CustodyStore,
    private readonly custodyOfChildren: CustodyOfChildren,
    private readonly clock: Clock,
  ) {}

  /** A child about whom the register does not answer is left out. */
  async of(guardianId: string): Promise<ChildRecord[]> {
    const known = await this.unitOfWork.read(async (tx) => {
      const id = (await this.guardians.lastingIds(tx, [guardianId])).get(guardianId) ?? guardianId;
      const held = await this.guardians.childrenOf(tx, [id]);
      return { id, held, self: await this.children.ofYoungPerson(tx, id) };
    });
    await Promise.all(known.held.map((childId) => this.custodyOfChildren.toShareOn(childId)));
    return this.unitOfWork.read(async (tx) => {
      const today = this.clock.today();
      const custody = new Map((await this.custody.findAll(tx, known.held)).map((kept) => [kept.childId, kept]));
      const children = await this.children.findAll(tx, [...new Set([...known.held, ...known.self])]);
      return children.filter(({ childId, birthDate, youngPersonId }) => {
        if (youngPersonId === known.id && isYoungPerson(birthDate, today)) return true;
        const kept = custody.get(childId) ?? null;
        if (!kept || !this.custodyOfChildren.isWithinGrace(kept)) return false;
        return currentHolders(kept, birthDate, today).some((holder) => holder.guardianId === known.id);
      });
    });
  }
}
