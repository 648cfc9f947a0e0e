import { Injectable } from '@nestjs/common';
import type { Cpr } from '#contracts/cpr.js';
import { killPoint } from '#observability/kill-point.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { ChildrenStore } from '../children/children.store.js';
import { GuardiansStore } from '../guardians/guardians.store.js';
import { IdentifyGuardian } from '../guardians/identify-guardian.js';
import { CustodyStore } from './custody.store.js';
import { RegisterNoticesStore } from './register-notices.store.js';
import { RefreshCustody } from './refresh-custody.js';

/** The register tells that a person has changed. Who that is to us, as child or as guardian, is read anew. */
@Injectable()
export class HearCustodyChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly guardians: GuardiansStore,
    private readonly custody: CustodyStore,
    private readonly notices: RegisterNoticesStore,
    private readonly refreshCustody: RefreshCustody,
    private readonly identifyGuardian: IdentifyGuardian,
  ) {}

  /**
   * First every answer that rests on the person is made good for nothing, one that is only being read too; then it is read anew. When the register does not
   * answer this throws TransientError and nothing may rest on custody until it does.
   */
  async of(cpr: Cpr): Promise<void> {
    this.identifyGuardian.forget(cpr);
    const touched = await this.unitOfWork.run(async (tx) => {
      await this.notices.note(tx, cpr);
      const ids = [
        ...new Set([
          ...(await this.children.idsByNumber(tx, cpr)),
          ...(await this.guardians.childrenOfNumber(tx, cpr)),
        ]),
      ];
      await this.custody.invalidate(tx, ids);
      return ids;
    });
    killPoint('consent.custody.invalidated');
    const outcomes = await Promise.allSettled(
      touched.map((childId) => this.refreshCustody.of(childId, { changedSince: true })),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason as Error;
  }
}
