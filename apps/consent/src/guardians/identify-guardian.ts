import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Temporal } from 'temporal-polyfill';
import type { Cpr } from '#contracts/cpr.js';
import type { GuardianId } from '#contracts/ids.js';
import type { GuardianChild, IdentifiedGuardian } from '#contracts/questions/guardians.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { log } from '#observability/log.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { CONFIG } from '#service/config-token.js';
import { ChildrenStore, type ChildRecord } from '../children/children.store.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import type { ConsentConfig } from '../consent.config.js';
import { isWithin } from '../custody/custody-freshness.js';
import { CustodyOfChildren } from '../custody/custody-of-children.js';
import { currentHolders } from '../custody/custody.rules.js';
import { CustodyStore, type KeptCustody } from '../custody/custody.store.js';
import { arePlacesWithheld } from '../custody/places-withheld.rules.js';
import { CprVault } from '../register/cpr-vault.js';
import { LookUpPerson, type FoundPerson } from '../register/look-up-person.js';
import { GuardiansStore, type Language } from './guardians.store.js';
import { ShownChildren } from './shown-children.js';
import { YoungPeople } from './young-people.js';

interface SeenPerson {
  found: FoundPerson | null;
  readAt: Temporal.Instant;
}

/** A child in the person's custody, or the person as a child of 15 or more, with the id by which the person is its guardian. */
type HeldChild = Pick<GuardianChild, 'relation' | 'placesWithheld'> & {
  childId: string;
  birthDate: Temporal.PlainDate;
  guardianId: string;
};

interface KnownPerson {
  /** The person as a registered child, however old. */
  asChild: ChildRecord | null;
  ids: string[];
  languages: Record<string, Language>;
  children: ChildRecord[];
  custody: Map<string, KeptCustody>;
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
    private readonly custodyStore: CustodyStore,
    private readonly youngPeople: YoungPeople,
    private readonly shown: ShownChildren,
    private readonly vault: CprVault,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<ConsentConfig, 'CUSTODY_FRESH_SECONDS'>,
  ) {}

  /**
   * Without custody of any child registered in the municipality, and without being one from the 15th birthday, the answer is null and no
   * child: nothing is told about what exists. DEPENDENCY_UNAVAILABLE for a guardian while nobody can say who holds custody.
   */
  async by(municipality: string, cpr: Cpr): Promise<IdentifiedGuardian> {
    const numbers = await this.numbersAndChildren(municipality, cpr);
    const known = await this.known(municipality, numbers);
    const self = await this.self(known.asChild);
    const stale = known.children.filter(({ childId }) => !this.custody.isFresh(known.custody.get(childId) ?? null));
    if (stale.length === 0) return this.told(known, self);
    // The names are read beside the custody, so that a register that does not answer is waited for once.
    await Promise.all([this.custody.renew(stale.map(({ childId }) => childId)), this.shown.prepare(known.children)]);
    return this.told(await this.known(municipality, numbers), self);
  }

  /** Forgets what was seen about a person; the register has told of a change. */
  forget(cpr: Cpr): void {
    this.seen.delete(this.vault.hash(cpr));
  }

  /** What is kept about the person: the ids, the children that may be the person's, and the latest custody answer about each. */
  private async known(municipality: string, numbers: { own: Cpr[]; children: Cpr[] }): Promise<KnownPerson> {
    const hashes = numbers.children.map((child) => this.vault.hash(child));
    const { ids, languages, childIds, asChildId } = await this.unitOfWork.glance((tx) =>
      this.guardians.around(tx, municipality, numbers.own, hashes),
    );
    // Every page asks this. No transaction around it: a custody answer that came in between is the newer one, and the better.
    const [custody, found] = await Promise.all([
      this.unitOfWork.glance((tx) => this.custodyStore.findAll(tx, childIds)),
      this.unitOfWork.glance((tx) => this.children.findAll(tx, asChildId ? [...childIds, asChildId] : childIds)),
    ]);
    return {
      asChild: found.find(({ childId }) => childId === asChildId) ?? null,
      ids,
      languages,
      children: found.filter(({ childId }) => childIds.includes(childId)),
      custody: new Map(custody.map((answer) => [answer.childId, answer])),
    };
  }

  /** The person as a child registered here that is old enough to use the portal. */
  private async self(child: ChildRecord | null): Promise<HeldChild | null> {
    if (!child || !isYoungPerson(child.birthDate, this.clock.today())) return null;
    const guardianId = child.youngPersonId ?? (await this.youngPeople.idOf(child.childId));
    const { childId, birthDate } = child;
    return { childId, birthDate, relation: 'self', placesWithheld: false, guardianId };
  }

  /** By the children's ids, so that the same one names the guardian each time. */
  private held(known: KnownPerson, self: HeldChild | null): HeldChild[] {
    const { ids, children, custody } = known;
    const today = this.clock.today();
    const held = children.flatMap(({ childId, birthDate }): HeldChild[] => {
      const answer = custody.get(childId) ?? null;
      if (!answer || !this.custody.isWithinGrace(answer)) return [];
      const holders = currentHolders(answer, birthDate, today);
      const holder = holders.find(({ guardianId }) => ids.includes(guardianId));
      if (!holder) return [];
      const { guardianId } = holder;
      const family = { holders, childProtected: answer.childProtected, isYoungPerson: false };
      const placesWithheld = arePlacesWithheld(guardianId, family);
      return [{ childId, birthDate, relation: 'guardian', placesWithheld, guardianId }];
    });
    if (!self && held.length === 0 && this.isHolderUnknown(known)) {
      throw new RefusalError('DEPENDENCY_UNAVAILABLE', { retryAfterSeconds: 5 });
    }
    return [...(self ? [self] : []), ...held].sort((one, other) => (one.childId < other.childId ? -1 : 1));
  }

  private async told(known: KnownPerson, self: HeldChild | null): Promise<IdentifiedGuardian> {
    const held = this.held(known, self);
    const guardianId = (held[0]?.guardianId ?? null) as GuardianId | null;
    const language = guardianId && (known.languages[guardianId] ?? 'da');
    return { guardianId, language, children: await this.shown.of(held) };
  }

  /**
   * Whether the person held custody by the last answer, and nobody can say now whether that is still so. Somebody who never held any is
   * told the same as always, so that a silent register gives nothing away.
   */
  private isHolderUnknown({ ids, children, custody }: KnownPerson): boolean {
    const today = this.clock.today();
    return children.some(({ childId, birthDate }) => {
      const answer = custody.get(childId);
      if (!answer || this.custody.isWithinGrace(answer)) return false;
      return currentHolders(answer, birthDate, today).some(({ guardianId }) => ids.includes(guardianId));
    });
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
