import type { Citizen, Custody, Family, People } from './people-file.js';

/** What the register knows about one person. */
export interface PersonFile {
  citizen: Citizen;
  /** The person as a child: parents and holders of custody. */
  mother: string | null;
  father: string | null;
  custody: Custody[];
  /** The person as a parent. */
  children: string[];
}

/** The register's people, in memory: what is put in last is what it answers. */
export class PeopleRegister {
  private readonly citizens = new Map<string, Citizen>();
  private readonly families = new Map<string, Family>();
  private readonly childrenOf = new Map<string, Set<string>>();

  /** Adds people and families, or puts them in the place of those with the same number (families: of the same child). */
  put(people: People): void {
    for (const citizen of people.citizens) this.citizens.set(citizen.cpr, citizen);
    for (const family of people.families) {
      const former = this.families.get(family.child);
      for (const parent of parentsOf(former)) this.childrenOf.get(parent)?.delete(family.child);
      this.families.set(family.child, family);
      for (const parent of parentsOf(family)) {
        const children = this.childrenOf.get(parent) ?? new Set();
        this.childrenOf.set(parent, children.add(family.child));
      }
    }
  }

  find(cpr: string): PersonFile | null {
    const citizen = this.citizens.get(cpr);
    if (!citizen) return null;
    const family = this.families.get(cpr);
    return {
      citizen,
      mother: family?.mother ?? null,
      father: family?.father ?? null,
      custody: family?.custody ?? [],
      children: [...(this.childrenOf.get(cpr) ?? [])],
    };
  }
}

function parentsOf(family: Family | undefined): string[] {
  return [family?.mother, family?.father].filter((parent) => parent !== undefined);
}
