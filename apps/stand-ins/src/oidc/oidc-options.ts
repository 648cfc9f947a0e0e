import type { SigningKeys } from './signing-keys.js';

/** What the login stand-in needs from the process it is mounted in. */
export interface OidcOptions {
  issuer: string;
  audience: string;
  keys: SigningKeys;
}

export const OIDC_OPTIONS = Symbol('oidc:options');
export const OIDC_PROVIDER = Symbol('oidc:provider');
