import type { SigningKeys } from './signing-keys.js';

/** What the login stand-in needs from the process it is mounted in. */
export interface OidcOptions {
  issuer: string;
  audience: string;
  keys: SigningKeys;
  /** Whether the login form proposes invented people: on a local hub, where nobody knows them by heart. */
  proposesPeople: boolean;
}

export const OIDC_OPTIONS = Symbol('oidc:options');
export const OIDC_PROVIDER = Symbol('oidc:provider');
