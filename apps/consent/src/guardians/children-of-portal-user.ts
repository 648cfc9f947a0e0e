import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { currentHolders } from '../custody/custody.rules.js';
import { CustodyStore, type KeptCustody } from '../custody/custody.store.js';
import { GuardiansStore } from './guardians.store.js';

/** What is kept about a user of the portal: the children that may be the user's, with the latest custody answer about each. */
interface KnownUser {
  id: string;
  children: ChildRecord[];
  custody: Map<string, KeptCustody>;
}

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
    const known = await this.unitOfWork.read((tx) => this.known(tx, guardianId));
    const stale = known.children.filter((child) => !this.isSelf(known, child) && !this.isFresh(known, child));
    if (stale.length === 0) return this.having(known);
    await this.custodyOfChildren.renew(stale.map(({ childId }) => childId));
    return this.having(await this.unitOfWork.read((tx) => this.known(tx, guardianId)));
  }

  private async known(tx: Tx, guardianId: string): Promise<KnownUser> {
    const id = (await this.guardians.lastingIds(tx, [guardianId])).get(guardianId) ?? guardianId;
    const held = await this.guardians.childrenOf(tx, [id]);
    const self = await this.children.ofYoungPerson(tx, id);
    const custody = await this.custody.findAll(tx, held);
    return {
      id,
      children: await this.children.findAll(tx, [...new Set([...held, ...self])]),
      custody: new Map(custody.map((kept) => [kept.childId, kept])),
    };
  }

  private having(known: KnownUser): ChildRecord[] {
    const today = this.clock.today();
    return known.children.filter((child) => {
      if (this.isSelf(known, child)) return true;
      const kept = known.custody.get(child.childId) ?? null;
      if (!kept || !this.custodyOfChildren.isWithinGrace(kept)) return false;
      return currentHolders(kept, child.birthDate, today).some(({ guardianId }) => guardianId === known.id);
    });
  }

  private isSelf({ id }: KnownUser, { youngPersonId, birthDate }: ChildRecord): boolean {
    return youngPersonId === id && isYoungPerson(birthDate, this.clock.today());
  }

  private isFresh({ custody }: KnownUser, { childId }: ChildRecord): boolean {
    return this.custodyOfChildren.isFresh(custody.get(childId) ?? null);
  }
}
