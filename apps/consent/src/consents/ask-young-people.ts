import { Injectable } from '@nestjs/common';
import { killPoint } from '#observability/kill-point.js';
import { log } from '#observability/log.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { ChildrenStore } from '../children/children.store.js';
import { YOUNG_PERSON_YEARS, isYoungPerson } from '../children/young-person.rules.js';
import { YoungPeople } from '../guardians/young-people.js';
import { consentRequested } from './consent-events.js';
import type { ConsentRecord } from './consent-record.js';
import { consentState } from './consent-state.rules.js';
import { ConsentsStore } from './consents.store.js';

/** From the 15th birthday the young person is asked what the guardians were asked before (R16). */
@Injectable()
export class AskYoungPeople {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly consents: ConsentsStore,
    private readonly youngPeople: YoungPeople,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** How many consents a young person was asked for, each once whoever looks. One whose child the register does not name now comes later. */
  async run(): Promise<number> {
    const today = this.clock.today();
    const bornBy = today.subtract({ years: YOUNG_PERSON_YEARS });
    const waiting = await this.unitOfWork.read((tx) => this.consents.notAskedOfYoungPeople(tx, today, bornBy));
    let asked = 0;
    for (const record of waiting) {
      try {
        if (await this.ask(record)) asked += 1;
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        log.warn('A young person is not known to the register now and is asked later', {
          childId: record.request.childId,
          code: error.code,
        });
      }
    }
    return asked;
  }

  private async ask({ request: { consentId, childId } }: ConsentRecord): Promise<boolean> {
    const youngPersonId = await this.youngPeople.idOf(childId);
    return this.unitOfWork.run(async (tx) => {
      await this.children.lock(tx, childId);
      await this.consents.lock(tx, [consentId]);
      const { birthDate } = (await this.children.find(tx, childId))!;
      const record = (await this.consents.find(tx, consentId))!;
      const today = this.clock.today();
      if (!isYoungPerson(birthDate, today)) return false;
      const ended = consentState(record, { birthDate, holderIds: [], today }).endedAt;
      const at = this.clock.now();
      const [added] = await this.consents.ask(tx, consentId, [youngPersonId], at);
      if (!added || ended) return false;
      await this.outbox.append(tx, [consentRequested(record.request, [youngPersonId], at.toString())]);
      killPoint('consent.young-person.before-commit');
      return true;
    });
  }
}
