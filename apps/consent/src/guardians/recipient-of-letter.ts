import { Inject, Injectable } from '@nestjs/common';
import type { LetterRecipient } from '#contracts/questions/guardians.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { CONFIG } from '#service/config-token.js';
import type { ConsentConfig } from '../consent.config.js';
import { isWithin } from '../custody/custody-freshness.js';
import { CustodyStore } from '../custody/custody.store.js';
import { LookUpPerson } from '../register/look-up-person.js';
import { GuardiansStore, type GuardianRecord } from './guardians.store.js';

const DEAD = 90;

/** Whom a letter is addressed to, by the number and name that are valid now. */
@Injectable()
export class RecipientOfLetter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly guardians: GuardiansStore,
    private readonly custody: CustodyStore,
    private readonly people: LookUpPerson,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<ConsentConfig, 'CUSTODY_FRESH_SECONDS'>,
  ) {}

  /** NOT_FOUND for an id nobody has, RECIPIENT_UNKNOWN for a person who is dead or no longer in the register. */
  async of(guardianId: string): Promise<LetterRecipient> {
    const guardian = await this.unitOfWork.read((tx) => this.guardians.find(tx, guardianId));
    if (!guardian) throw new RefusalError('NOT_FOUND');
    const fresh = isWithin(guardian.readAt, this.clock.now(), this.config.CUSTODY_FRESH_SECONDS);
    const known = fresh ? guardian : await this.readAnew(guardian);
    if (known.status === DEAD) throw new RefusalError('RECIPIENT_UNKNOWN');
    return { cpr: known.cpr.reveal(), name: known.name, language: guardian.language };
  }

  private async readAnew({
    municipality,
    cpr,
  }: GuardianRecord): Promise<Pick<GuardianRecord, 'cpr' | 'name' | 'status'>> {
    const reading = await this.unitOfWork.run((tx) => this.custody.beginReading(tx));
    const found = await this.people.find(municipality, cpr);
    if (!found) throw new RefusalError('RECIPIENT_UNKNOWN');
    await this.unitOfWork.run((tx) => this.guardians.keep(tx, municipality, found, reading, this.clock.now()));
    return found.person;
  }
}
