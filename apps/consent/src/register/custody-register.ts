import type { Temporal } from 'temporal-polyfill';
import type { Cpr } from '#contracts/cpr.js';

/** One holder of custody as the register names it. Types: 3 mother, 4 father, 5 and 6 other holders. */
export interface RegisteredCustody {
  type: 3 | 4 | 5 | 6;
  /** Null when the register names nobody, for example when an authority holds custody. */
  holder: Cpr | null;
  from: Temporal.PlainDate | null;
  /** The day on which it is over. */
  until: Temporal.PlainDate | null;
}

/** What the civil register says about one person, whatever its wire format. */
export interface RegisterPerson {
  cpr: Cpr;
  /** As the person is addressed in a letter. */
  name: string;
  birthDate: Temporal.PlainDate;
  /** 1, 3, 5, 7 active; 20 tax only; 30 annulled; 50 duplicate; 60 changed number; 70 missing; 80 emigrated; 90 dead. */
  status: number;
  /** The number that took this one's place, with status 50 and 60. */
  currentCpr: Cpr | null;
  /** Name and address protection, for the period the register names. */
  protection: { from: Temporal.PlainDate; until: Temporal.PlainDate | null } | null;
  children: Cpr[];
  custody: RegisteredCustody[];
}

/** The register of people and custody, behind a port: today SF1520, tomorrow its successor. */
export abstract class CustodyRegister {
  /**
   * The person, or null when the register knows nobody by that number. Throws TransientError when it does not answer in
   * time, answers with a fault, or answers something that cannot be read.
   */
  abstract person(municipality: string, cpr: Cpr): Promise<RegisterPerson | null>;
}
