/** Where a broker tells what, and in which words. */
export interface ClaimMap {
  /** The broker's name, as it stands in the receipt of a consent. */
  broker: string;
  cpr: string;
  /** The person's lasting MitID id. */
  person: string;
  assurance: string;
  /** The claim that says, as the string `true`, that the person has a CPR number; null where the number itself says so. */
  hasCpr: string | null;
  /** A claim and the value that mark a login on behalf of an employer. */
  professionalKind: readonly [claim: string, value: string] | null;
}

/** Beginnings and parts of claims that only a login on behalf of an employer carries, whichever broker it came through. */
export const professionalClaims = [/^nemlogin\./, /\/eid\/professional\//];
