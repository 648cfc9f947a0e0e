import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { Cpr } from '#contracts/cpr.js';
import { Clock } from '#service/clock.js';
import type { RegisteredCustody, RegisterPerson } from '../register/custody-register.js';
import { LookUpPerson, type FoundPerson } from '../register/look-up-person.js';
import type { CustodyKind } from './custody-facts.js';

/** One holder, with who that is. */
export interface ReadHolder extends FoundPerson {
  kind: CustodyKind;
  from: Temporal.PlainDate | null;
  until: Temporal.PlainDate | null;
}

/** The register's whole answer about a child's custody. */
export interface CustodyReading {
  child: FoundPerson;
  holders: ReadHolder[];
  /** When it was read. The register itself is up to a working day behind. */
  asOf: Temporal.Instant;
}

/** Reads a child and the holders of custody from the register. Writes nothing. */
@Injectable()
export class ReadCustody {
  constructor(
    private readonly people: LookUpPerson,
    private readonly clock: Clock,
  ) {}

  /**
   * Null when the register does not know the child. Throws TransientError when the register does not answer. `formerHolders` are
   * the numbers by which holders were known before: a number that is no longer named may have been changed into one that is.
   */
  async of(municipality: string, cpr: Cpr, formerHolders: readonly Cpr[] = []): Promise<CustodyReading | null> {
    const child = await this.people.find(municipality, cpr);
    if (!child) return null;
    const named = await Promise.all(child.person.custody.map((custody) => this.holder(municipality, custody)));
    const holders = named.filter((holder) => holder !== null);
    const gone = formerHolders.filter(
      (former) => !holders.some(({ numbers }) => numbers.some((cpr) => cpr.equals(former))),
    );
    const former = await Promise.all(gone.map((number) => this.people.find(municipality, number)));
    return { child, holders: holders.map((holder) => withFormerNumbers(holder, former)), asOf: this.clock.now() };
  }

  /** Null for custody that nobody with a number holds: an authority, or a person the register cannot name. */
  private async holder(
    municipality: string,
    { holder, type, from, until }: RegisteredCustody,
  ): Promise<ReadHolder | null> {
    if (!holder) return null;
    const found = await this.people.find(municipality, holder);
    return found && { ...found, kind: kinds[type], from, until };
  }
}

function withFormerNumbers(holder: ReadHolder, former: readonly (FoundPerson | null)[]): ReadHolder {
  const same = former.filter((found) => found?.person.cpr.equals(holder.person.cpr));
  return { ...holder, numbers: [...same.flatMap((found) => found!.numbers), ...holder.numbers] };
}

const kinds: Record<RegisteredCustody['type'], CustodyKind> = { 3: 'mother', 4: 'father', 5: 'other', 6: 'other' };

/** Whether the person has name and address protection on that day. */
export function isProtected({ protection }: RegisterPerson, today: Temporal.PlainDate): boolean {
  if (!protection) return false;
  return (
    protection.from.toString() <= today.toString() &&
    (!protection.until || protection.until.toString() > today.toString())
  );
}
