import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Temporal } from 'temporal-polyfill';
import type { Cpr } from '#contracts/cpr.js';
import { log } from '#observability/log.js';
import { TransientError } from '#messaging/transient-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { CONFIG } from '#service/config-token.js';
import { ChildrenStore } from '../children/children.store.js';
import type { ConsentConfig } from '../consent.config.js';
import { isWithin } from '../custody/custody-freshness.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { currentHolders } from '../custody/custody.rules.js';
import { CprVault } from '../register/cpr-vault.js';
import { LookUpPerson, type FoundPerson } from '../register/look-up-person.js';
import { GuardiansStore } from './guardians.store.js';

interface SeenPerson {
  found: FoundPerson | null;
  readAt: Temporal.Instant;
}

/** Finds out which guardian somebody is who logged in, and of which registered children that person holds custody now. */
@Injectable()
export class IdentifyGuardian {
  private readonly seen = new LRUCache<string, SeenPerson>({ max: 5_000 });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly guardians: GuardiansStore,
    private readonly people: LookUpPerson,
    private readonly custody: CustodyOfChildren,
    private readonly vault: CprVault,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<ConsentConfig, 'CUSTODY_FRESH_SECONDS'>,
  ) {}

  /** Without custody of any child registered in the municipality, the answer is null and no child: nothing is told about what exists. */
  async by(municipality: string, cpr: Cpr): Promise<{ guardianId: string | null; childIds: string[] }> {
    const numbers = await this.numbersAndChildren(municipality, cpr);
    const candidates = await this.unitOfWork.read(async (tx) => {
      const own = await this.children.findByHashes(
        tx,
        municipality,
        numbers.children.map((child) => this.vault.hash(child)),
      );
      const ids = await this.guardians.idsByNumbers(tx, municipality, numbers.own);
      return [...new Set([...own.map(({ childId }) => childId), ...(await this.guardians.childrenOf(tx, ids))])].sort();
    });
    const custody = await Promise.all(candidates.map((childId) => this.custody.get(childId, 'read')));
    return this.unitOfWork.read(async (tx) => {
      const ids = await this.guardians.idsByNumbers(tx, municipality, numbers.own);
      const known = new Map((await this.children.findAll(tx, candidates)).map((child) => [child.childId, child]));
      const held = custody
        .filter((answer) => answer !== null)
        .map((answer) => ({
          childId: answer.childId,
          holder: currentHolders(answer, known.get(answer.childId)!.birthDate, this.clock.today()).find(
            ({ guardianId }) => ids.includes(guardianId),
          ),
        }))
        .filter(({ holder }) => holder !== undefined);
      return { guardianId: held[0]?.holder?.guardianId ?? null, childIds: held.map(({ childId }) => childId) };
    });
  }

  /** Forgets what was seen about a person; the register has told of a change. */
  forget(cpr: Cpr): void {
    this.seen.delete(this.vault.hash(cpr));
  }

  /** While the register does not answer, the children are those whose custody was read before. */
  private async numbersAndChildren(municipality: string, cpr: Cpr): Promise<{ own: Cpr[]; children: Cpr[] }> {
    try {
      const found = await this.find(municipality, cpr);
      return { own: found?.numbers ?? [cpr], children: found?.person.children ?? [] };
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      const known = await this.unitOfWork.read((tx) => this.guardians.idsByNumbers(tx, municipality, [cpr]));
      if (known.length === 0) throw error;
      log.warn('The custody register does not answer; a guardian is identified from earlier answers', {
        code: error.code,
      });
      return { own: [cpr], children: [] };
    }
  }

  private async find(municipality: string, cpr: Cpr): Promise<FoundPerson | null> {
    const key = this.vault.hash(cpr);
    const seen = this.seen.get(key);
    if (seen && isWithin(seen.readAt, this.clock.now(), this.config.CUSTODY_FRESH_SECONDS)) return seen.found;
    const found = await this.people.find(municipality, cpr);
    this.seen.set(key, { found, readAt: this.clock.now() });
    return found;
  }
}
