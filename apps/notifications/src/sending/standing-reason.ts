import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { RequestedLetter } from '../letters/letter.js';
import type { LetterReason } from '../letters/letter-reason.js';
import { LetterReasonStore } from '../letters/letter-reason.store.js';
import { Guardianship } from './guardianship.client.js';

/** Finds another child for whose sake a letter still has to go out. */
@Injectable()
export class StandingReason {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reasons: LetterReasonStore,
    private readonly guardianship: Guardianship,
  ) {}

  /** Null when custody of every other child has ended too, or there is none. */
  async of(letter: RequestedLetter): Promise<LetterReason | null> {
    const others = await this.unitOfWork.read((tx) => this.reasons.others(tx, letter));
    for (const reason of others) {
      if (await this.guardianship.isGuardian(reason.childId, letter.guardianId)) return reason;
    }
    return null;
  }
}
