import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Temporal } from 'temporal-polyfill';
import type { ChildId } from '#contracts/ids.js';
import type { GuardianChild } from '#contracts/questions/guardians.js';
import { log } from '#observability/log.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { ChildrenStore } from '../children/children.store.js';
import { isWithin } from '../custody/custody-freshness.js';
import { LookUpPerson } from '../register/look-up-person.js';

/** Names change rarely; custody, which changes what is shown at all, is judged anew at every request. */
const FRESH_SECONDS = 3600;

type Held = Pick<GuardianChild, 'relation' | 'placesWithheld'> & { childId: string; birthDate: Temporal.PlainDate };

/** Children as their guardian may see them: what each is called, and how old it is. Names are held in memory alone and never logged. */
@Injectable()
export class ShownChildren {
  private readonly names = new LRUCache<string, { firstName: string; readAt: Temporal.Instant }>({ max: 20_000 });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly children: ChildrenStore,
    private readonly people: LookUpPerson,
    private readonly clock: Clock,
  ) {}

  /** Eldest first. */
  async of(held: readonly Held[]): Promise<GuardianChild[]> {
    const today = this.clock.today();
    const shown = await Promise.all(
      held.map(async ({ childId, birthDate, relation, placesWithheld }) => ({
        childId: childId as ChildId,
        relation,
        placesWithheld,
        firstName: await this.firstName(childId),
        ageMonths: Math.max(0, birthDate.until(today, { largestUnit: 'months' }).months),
      })),
    );
    return shown.toSorted(
      (a, b) => b.ageMonths - a.ageMonths || (a.firstName ?? '').localeCompare(b.firstName ?? '', 'da'),
    );
  }

  /** Reads the names of children that are soon to be shown. */
  async prepare(children: readonly Pick<Held, 'childId'>[]): Promise<void> {
    await Promise.all(children.map(({ childId }) => this.firstName(childId)));
  }

  /** Null while the register does not answer and the name was not read before. */
  private async firstName(childId: string): Promise<string | null> {
    const known = this.names.get(childId);
    if (known && isWithin(known.readAt, this.clock.now(), FRESH_SECONDS)) return known.firstName;
    try {
      const number = await this.unitOfWork.read((tx) => this.children.currentNumber(tx, childId));
      const found = number && (await this.people.find(number.municipality, number.cpr));
      if (!found) return null;
      const firstName = firstNameOf(found.person.name);
      this.names.set(childId, { firstName, readAt: this.clock.now() });
      return firstName;
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      log.warn('The custody register does not answer; a child is shown without a name', { code: error.code });
      return known?.firstName ?? null;
    }
  }
}

/** The register's name for letters begins with the first name; a double name is joined by a hyphen. */
const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0]!;
