import { Injectable } from '@nestjs/common';
import type { Cpr } from '#contracts/cpr.js';
import { CustodyRegister, type RegisterPerson } from './custody-register.js';

/** A person under the number that is valid now, with every number the way led over. */
export interface FoundPerson {
  person: RegisterPerson;
  /** The number asked for first, the current one last. */
  numbers: Cpr[];
}

const REPLACED = new Set([50, 60]);
/** Numbers change rarely; a longer row is a circle in the register's data. */
const LONGEST_WAY = 5;

/** Asks the register for a person and follows changed numbers to the one that is valid now. */
@Injectable()
export class LookUpPerson {
  constructor(private readonly register: CustodyRegister) {}

  /** Null when the register knows nobody by the number, or the number leads nowhere. */
  async find(municipality: string, cpr: Cpr): Promise<FoundPerson | null> {
    const numbers = [cpr];
    while (numbers.length <= LONGEST_WAY) {
      const person = await this.register.person(municipality, numbers.at(-1)!);
      if (!person) return null;
      if (!REPLACED.has(person.status) || !person.currentCpr) return { person, numbers };
      numbers.push(person.currentCpr);
    }
    return null;
  }
}
