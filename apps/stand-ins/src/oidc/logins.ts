import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { mitidIdentity, MitidSettingsSchema, type MitidIdentity, type MitidSettings } from './mitid-identity.js';
import { StaffMemberSchema, type StaffMember } from './staff-member.js';

const PeopleFileSchema = z.object({
  staff: z.array(StaffMemberSchema).default([]),
  citizens: z.array(MitidSettingsSchema).default([]),
  families: z.array(z.object({ mother: z.string().optional(), father: z.string().optional() })).default([]),
});

export type Account =
  { kind: 'staff'; id: string; staff: StaffMember } | { kind: 'mitid'; id: string; identity: MitidIdentity };

/** Somebody invented whom a login form may propose. */
export interface Proposed {
  username: string;
  who: string;
}

/** So many people with MitID are proposed at once. */
const PROPOSED = 4;

/** Who can log in: staff by user name, everybody with a valid CPR number by MitID. */
export class Logins {
  private readonly accounts = new Map<string, Account>();
  private readonly staffIds = new Map<string, string>();
  private readonly settings = new Map<string, MitidSettings>();
  /** Numbers of people to propose, those who were made known last first. */
  private proposedCprs: string[] = [];

  static fromFile(file: string): Logins {
    const people = PeopleFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const logins = new Logins();
    for (const member of people.staff) logins.putStaff(member);
    for (const citizen of people.citizens) logins.putMitid(citizen);
    const { mother, father } = people.families[0] ?? {};
    for (const parent of [father, mother]) if (parent !== undefined) logins.propose(parent);
    return logins;
  }

  putStaff(staff: StaffMember): void {
    this.staffIds.set(staff.username, staff.subject);
    this.accounts.set(staff.subject, { kind: 'staff', id: staff.subject, staff });
  }

  /** What is not said now stays as it was said before. */
  putMitid(settings: MitidSettings): MitidIdentity {
    const merged = { ...this.settings.get(settings.cpr), ...settings };
    const identity = mitidIdentity(merged);
    this.settings.set(settings.cpr, merged);
    this.accounts.set(identity.uuid, { kind: 'mitid', id: identity.uuid, identity });
    return identity;
  }

  /** Lets the login form propose this person. */
  propose(cpr: string): void {
    this.proposedCprs = [cpr, ...this.proposedCprs.filter((each) => each !== cpr)].slice(0, PROPOSED);
  }

  /** Whom a login form may propose: the staff there is, or the people with MitID who were made known last. */
  proposed(kind: Account['kind']): Proposed[] {
    if (kind === 'mitid') {
      return this.proposedCprs.map((cpr) => ({ username: cpr, who: this.settings.get(cpr)?.name ?? '' }));
    }
    return [...this.accounts.values()].flatMap((account) =>
      account.kind === 'staff'
        ? [{ username: account.staff.username, who: `${account.staff.role}, ${account.staff.organisation}` }]
        : [],
    );
  }

  find(id: string): Account | undefined {
    return this.accounts.get(id);
  }

  /** The account that logs in with this user name or CPR number, or undefined when there is none. */
  enter(kind: Account['kind'], username: string): Account | undefined {
    if (kind === 'staff') return this.accounts.get(this.staffIds.get(username) ?? '');
    try {
      return this.accounts.get(this.putMitid({ cpr: username.replace('-', '') }).uuid);
    } catch (error) {
      if (error instanceof RefusalError) return undefined;
      throw error;
    }
  }
}
