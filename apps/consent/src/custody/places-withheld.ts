import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import type { ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import { currentHolders } from './custody.rules.js';
import { CustodyOfChildren } from './custody-of-children.js';
import { CustodyStore } from './custody.store.js';
import { arePlacesWithheld } from './places-withheld.rules.js';

/** Whether a user of the portal may learn no place of a child now. */
@Injectable()
export class PlacesWithheld {
  constructor(
    private readonly guardians: GuardiansStore,
    private readonly custody: CustodyStore,
    private readonly custodyOfChildren: CustodyOfChildren,
    private readonly clock: Clock,
  ) {}

  /** With the id that stands for the user now. True, too, while nothing is known about custody that can be relied on. */
  async from(tx: Tx, guardianId: string, child: ChildRecord): Promise<{ guardianId: string; placesWithheld: boolean }> {
    const today = this.clock.today();
    const viewerId = (await this.guardians.lastingIds(tx, [guardianId])).get(guardianId) ?? guardianId;
    const isSelf = viewerId === child.youngPersonId && isYoungPerson(child.birthDate, today);
    const kept = await this.custody.find(tx, child.childId);
    const usable = this.custodyOfChildren.isWithinGrace(kept) ? kept : null;
    const placesWithheld = arePlacesWithheld(viewerId, {
      childProtected: usable?.childProtected ?? true,
      holders: usable ? currentHolders(usable, child.birthDate, today) : [],
      isYoungPerson: isSelf,
    });
    return { guardianId: viewerId, placesWithheld };
  }
}
