import type { LoginEvidence } from '#contracts/questions/consents.js';
import type { MitidLogin } from './login-broker.js';

/** What must be remembered between sending a browser to the login and its coming back. Opaque to everybody but the login itself. */
export type LoginSecrets = Readonly<Record<string, string>>;

export interface BegunLogin {
  /** Where the browser is sent. */
  address: string;
  /** Comes back with the browser and finds the secrets again. */
  state: string;
  secrets: LoginSecrets;
}

export interface FinishedLogin extends MitidLogin {
  municipality: string;
  /** With the time at which the person proved who they are, by the domain's clock. */
  evidence: LoginEvidence;
}

/** How a person logs in with a browser: OpenID Connect today, SAML as it may come. */
export abstract class BrowserLogin {
  /** Always asks the person anew: a login that somebody left open on a shared computer is nobody's way in. */
  abstract begin(): Promise<BegunLogin>;

  /**
   * The person behind the answer (`?code=...`) that came back. Refuses answers that do not belong to the secrets with TOKEN_INVALID, and
   * whatever LoginBroker refuses. Throws TransientError when the broker does not answer.
   */
  abstract finish(query: string, secrets: LoginSecrets): Promise<FinishedLogin>;
}
