import type { Cpr } from '#contracts/cpr.js';
import type { LoginEvidence } from '#contracts/questions/consents.js';
import type { PortalUserPrincipal } from '#security/principal.js';

/** A person in a session: `@Caller() user: PortalUser` behind a page's door. */
export interface PortalUser extends PortalUserPrincipal {
  /** In the browser's cookie and here; never logged or shown. */
  sessionId: string;
  cpr: Cpr;
  /** How and when the person last proved who they are, by the domain's clock; kept with an answer that binds. */
  evidence: LoginEvidence;
}
