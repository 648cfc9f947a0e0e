import { interactionPolicy, Provider, type ClientMetadata, type Configuration } from 'oidc-provider';
import { nsisLevel } from './broker-claims.js';
import type { Account, Logins } from './logins.js';
import type { RegisteredClient } from './registered-client.js';
import type { SigningKeys } from './signing-keys.js';

/** The public client of scripts and tests: code flow with PKCE, answers to any port of the loopback address. */
export const LOOPBACK_CLIENT = { clientId: 'hub-cli', redirectUri: 'http://127.0.0.1/callback' } as const;

const HUB_RESOURCE = 'urn:trivselshub:api';
const PERSON_SCOPES = ['mitid', 'ssn'];

export interface ProviderOptions {
  issuer: string;
  /** What stands in `aud` of every access token. */
  audience: string;
  /** Where people log in: the form is at `<loginUrl>/<id>`. */
  loginUrl: string;
  userinfoUrl: string;
  clients: RegisteredClient[];
  logins: Logins;
  keys: SigningKeys;
}

/** An OpenID Connect provider whose access tokens are what the hub expects of the real one: signed, for the hub alone, naming the kind of caller. */
export function createProvider(options: ProviderOptions): Provider {
  const registered = new Map(options.clients.map((client) => [client.clientId, client]));
  const scopes = [...new Set(options.clients.flatMap((client) => client.scopes)), ...PERSON_SCOPES];
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const configuration: Configuration = {
    clients: [...options.clients.map((client) => machineClient(client, scopes)), loopbackClient()],
    jwks: options.keys.jwks as NonNullable<Configuration['jwks']>,
    cookies: { keys: options.keys.cookieKeys },
    scopes: ['openid', ...scopes],
    claims: { openid: ['sub'], mitid: ['acr', 'loa', 'idp', 'identity_type', 'mitid.uuid'] },
    conformIdTokenClaims: false,
    clientAuthMethods: ['private_key_jwt', 'none'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: {
      AccessToken: 3600,
      ClientCredentials: 900,
      IdToken: 300,
      AuthorizationCode: 60,
      Interaction: 600,
      Session: 3600,
      Grant: 3600,
    },
    discovery: { userinfo_endpoint: options.userinfoUrl },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      // The hub's own tokens open the userinfo door here, which the stock one refuses: see userinfo.controller.ts.
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => HUB_RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: options.audience,
          accessTokenFormat: 'jwt',
          scope: scopes.join(' '),
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    interactions: { policy, url: (_ctx, interaction) => `${options.loginUrl}/${interaction.uid}` },
    findAccount: (_ctx, id) => {
      const account = options.logins.find(id);
      return account && { accountId: id, claims: () => idTokenClaims(account) };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope(['openid', ...PERSON_SCOPES].join(' '));
      grant.addResourceScope(HUB_RESOURCE, scopes.join(' '));
      await grant.save();
      return grant;
    },
    formats: {
      customizers: {
        jwt: (_ctx, token, jwt) => {
          const payload = jwt.payload as Record<string, unknown>;
          if (token.kind === 'ClientCredentials')
            Object.assign(payload, machineClaims(registered.get(token.clientId!)!, payload));
          else Object.assign(payload, personClaims(options.logins.find((token as { accountId: string }).accountId)));
        },
      },
    },
  };
  return new Provider(options.issuer, configuration);
}

function machineClient(client: RegisteredClient, scopes: string[]): ClientMetadata {
  const interactive = client.redirectUris.length > 0;
  return {
    client_id: client.clientId,
    // A native client's address on the loopback interface holds for every port.
    application_type:
      interactive && client.redirectUris.every((uri) => uri.startsWith('http://127.0.0.1/')) ? 'native' : 'web',
    token_endpoint_auth_method: 'private_key_jwt' as const,
    jwks: { keys: [client.jwk] as never },
    grant_types: ['client_credentials', ...(interactive ? ['authorization_code'] : [])],
    response_types: interactive ? (['code'] as const).slice() : [],
    redirect_uris: client.redirectUris,
    scope: (interactive ? ['openid', ...scopes] : client.scopes).join(' ') || undefined,
    id_token_signed_response_alg: 'ES256' as const,
  };
}

function loopbackClient() {
  return {
    client_id: LOOPBACK_CLIENT.clientId,
    application_type: 'native' as const,
    token_endpoint_auth_method: 'none' as const,
    grant_types: ['authorization_code'],
    response_types: ['code' as const],
    redirect_uris: [LOOPBACK_CLIENT.redirectUri],
    id_token_signed_response_alg: 'ES256' as const,
  };
}

/** A client that asks for no scope gets all it is registered for. */
function machineClaims(client: RegisteredClient, payload: Record<string, unknown>): Record<string, unknown> {
  return {
    principal_kind: client.principalKind,
    scope: payload['scope'] ?? client.scopes.join(' '),
    ...(client.municipality ? { municipality: client.municipality } : {}),
  };
}

function personClaims(account: Account | undefined): Record<string, unknown> {
  if (!account) throw new Error('A token is asked for somebody who cannot log in');
  if (account.kind === 'mitid') return { principal_kind: 'guardian', municipality: account.identity.municipality };
  const { role, organisation, municipality } = account.staff;
  return { principal_kind: 'staff', role, organisation, municipality };
}

/** Of a person the id token tells no number and no name. */
function idTokenClaims(account: Account): { sub: string } & Record<string, string> {
  if (account.kind === 'staff') return { sub: account.id };
  const { identity } = account;
  return {
    sub: account.id,
    acr: nsisLevel(identity.loa),
    loa: nsisLevel(identity.loa),
    idp: 'mitid',
    identity_type: identity.professional ? 'professional' : 'private',
    'mitid.uuid': identity.uuid,
  };
}
