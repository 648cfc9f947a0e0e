import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import type { ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import { currentHolders } from './custody.rules.js';
import { CustodyStore } from './custody.store.js';
import { arePlacesWithheld } from './places-withheld.rules.js';

/** Whether a user of the portal may learn no place of a child now. */
@Injectable()
export class PlacesWithheld {
  constructor(
    private readonly guardians: GuardiansStore,
    private readonly custody: CustodyStore,
    private readonly clock: Clock,
  ) {}

  /** True, too, while nothing is known about custody. */
  async from(tx: Tx, guardianId: string, child: ChildRecord): Promise<boolean> {
    const today = this.clock.today();
    const viewerId = (await this.guardians.lastingIds(tx, [guardianId])).get(guardianId) ?? guardianId;
    const isSelf = viewerId === child.youngPersonId && isYoungPerson(child.birthDate, today);
    const kept = await this.custody.find(tx, child.childId);
    return arePlacesWithheld(viewerId, {
      childProtected: kept?.childProtected ?? true,
      holders: kept ? currentHolders(kept, child.birthDate, today) : [],
      isYoungPerson: isSelf,
    });
  }
}
