import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import type { ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { currentHolders, guardiansAmong } from '../custody/custody.rules.js';
import { CustodyStore } from '../custody/custody.store.js';
import type { AnsweredAs } from './consent-record.js';

/** Who has a say about a child's consents now. */
export interface ConsentSubject {
  as: AnsweredAs;
  ids: string[];
  holderIds: string[];
  /** When the custody answer behind it was read; null where custody does not matter. */
  custodyReadAt: Temporal.Instant | null;
}

/** Finds who answers for a child: those who hold custody, and from the 15th birthday the young person alone (R16). */
@Injectable()
export class ConsentSubjects {
  constructor(
    private readonly custody: CustodyStore,
    private readonly custodyOfChildren: CustodyOfChildren,
    private readonly clock: Clock,
  ) {}

  /** Call before the transaction that decides: reads the register when the kept answer is too old. */
  async prepare(child: ChildRecord): Promise<void> {
    if (!isYoungPerson(child.birthDate, this.clock.today())) await this.custodyOfChildren.toShareOn(child.childId);
  }

  /** DEPENDENCY_UNAVAILABLE when nobody can say who holds custody: nothing new rests on an old answer. */
  async of(tx: Tx, child: ChildRecord): Promise<ConsentSubject> {
    const today = this.clock.today();
    const kept = await this.custody.find(tx, child.childId);
    const holderIds = kept ? guardiansAmong(currentHolders(kept, child.birthDate, today)) : [];
    if (isYoungPerson(child.birthDate, today)) {
      const ids = child.youngPersonId ? [child.youngPersonId] : [];
      return { as: 'young_person', ids, holderIds, custodyReadAt: null };
    }
    if (!kept || !this.custodyOfChildren.isFresh(kept)) {
      throw new RefusalError('DEPENDENCY_UNAVAILABLE', { detail: registerSilent, retryAfterSeconds: 5 });
    }
    return { as: 'guardian', ids: holderIds, holderIds, custodyReadAt: kept.readAt };
  }
}

const registerSilent = 'The custody register does not answer, and the last answer is too old to rest a consent on.';
