import { Inject, Injectable } from '@nestjs/common';
import { log } from '#observability/log.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { CONFIG } from '#service/config-token.js';
import type { ConsentConfig } from '../consent.config.js';
import { isWithin } from './custody-freshness.js';
import { CustodyStore, type KeptCustody } from './custody.store.js';
import { RefreshCustody } from './refresh-custody.js';

/** The custody answers at hand, read anew when they are too old. Fail closed: without a usable answer there is none. */
@Injectable()
export class CustodyOfChildren {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly custody: CustodyStore,
    private readonly refresh: RefreshCustody,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<ConsentConfig, 'CUSTODY_FRESH_SECONDS' | 'CUSTODY_GRACE_SECONDS'>,
  ) {}

  /** Whether the kept answer is as good as a new one. */
  isFresh(custody: KeptCustody | null): boolean {
    return this.isUsable(custody, this.config.CUSTODY_FRESH_SECONDS);
  }

  /** Whether the kept answer will do for reading while the register does not answer. */
  isWithinGrace(custody: KeptCustody | null): boolean {
    return this.isUsable(custody, this.config.CUSTODY_GRACE_SECONDS);
  }

  /** Reads the register for every child whose answer is too old. A register that does not answer leaves the old one. */
  async renew(childIds: readonly string[]): Promise<void> {
    await Promise.all(
      childIds.map(async (childId) => {
        try {
          await this.refresh.of(childId);
        } catch (error) {
          if (!(error instanceof TransientError)) throw error;
          log.warn('The custody register does not answer', { childId, code: error.code });
        }
      }),
    );
  }

  /** The answer about one child, new enough to share on; null when the register does not give one. */
  async toShareOn(childId: string): Promise<KeptCustody | null> {
    const kept = await this.find(childId);
    if (this.isFresh(kept)) return kept;
    await this.renew([childId]);
    const renewed = await this.find(childId);
    return this.isFresh(renewed) ? renewed : null;
  }

  private find(childId: string): Promise<KeptCustody | null> {
    return this.unitOfWork.read((tx) => this.custody.find(tx, childId));
  }

  private isUsable(custody: KeptCustody | null, seconds: number): boolean {
    return custody !== null && !custody.invalidated && isWithin(custody.readAt, this.clock.now(), seconds);
  }
}
