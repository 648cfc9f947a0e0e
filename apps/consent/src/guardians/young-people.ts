import { Injectable } from '@nestjs/common';
import { TransientError } from '#messaging/handling/transient-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { ChildrenStore } from '../children/children.store.js';
import { CustodyStore } from '../custody/custody.store.js';
import { LookUpPerson } from '../register/look-up-person.js';
import { GuardiansStore } from './guardians.store.js';

/** Young people as users of the portal: from the 15th birthday they have an id in the table of guardians. */
@Injectable()
export class YoungPeople {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly guardians: GuardiansStore,
    private readonly custody: CustodyStore,
    private readonly people: LookUpPerson,
    private readonly clock: Clock,
  ) {}

  /**
   * The id by which the child itself uses the portal; made when nobody needed it before. Call it from the 15th birthday only. Throws
   * TransientError when the register does not answer, or does not know the child.
   */
  async idOf(childId: string): Promise<string> {
    const known = await this.unitOfWork.read(async (tx) => ({
      id: (await this.children.find(tx, childId))?.youngPersonId ?? null,
      number: await this.children.currentNumber(tx, childId),
    }));
    if (known.id) return known.id;
    if (!known.number) throw new Error('There is no such child');
    const { municipality, cpr } = known.number;
    const reading = await this.unitOfWork.run((tx) => this.custody.beginReading(tx));
    const found = await this.people.find(municipality, cpr);
    if (!found) throw new TransientError('CUSTODY_REGISTER_LOST_CHILD');
    return this.unitOfWork.run(async (tx) => {
      const id = await this.guardians.keep(tx, municipality, found, reading, this.clock.now());
      await this.children.nameYoungPerson(tx, childId, id);
      return id;
    });
  }
}
