import type { Cpr } from '#contracts/cpr.js';
import type { LoginEvidence } from '#contracts/questions/consents.js';
import type { GuardianPrincipal } from '#security/principal.js';

/** A private person who logged in with MitID, at level substantial or high. */
export interface MitidLogin {
  cpr: Cpr;
  mitidUuid: string;
  /** What is kept as evidence of the login with an answer that binds. Without a time where the broker tells none. */
  evidence: Omit<LoginEvidence, 'authenticatedAt'> & { authenticatedAt: string | null };
}

/** Whoever can say which person stands behind a login: an OpenID Connect broker today. */
export abstract class LoginBroker {
  /** Refuses logins that are too weak, professional, or without a CPR number. Throws TransientError when the broker does not answer. */
  abstract loginOf(principal: GuardianPrincipal): Promise<MitidLogin>;
}
