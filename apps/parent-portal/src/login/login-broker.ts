import type { Cpr } from '#contracts/cpr.js';
import type { GuardianPrincipal } from '#security/principal.js';

/** A private person who logged in with MitID, at level substantial or high. */
export interface MitidLogin {
  cpr: Cpr;
  mitidUuid: string;
}

/** Whoever can say which person stands behind a login: an OpenID Connect broker today. */
export abstract class LoginBroker {
  /** Refuses logins that are too weak, professional, or without a CPR number. Throws TransientError when the broker does not answer. */
  abstract loginOf(principal: GuardianPrincipal): Promise<MitidLogin>;
}
