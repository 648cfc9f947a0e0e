import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** The claims that say who calls, as they stand in the hub's access tokens. */
export type TestClaims =
  | { principal_kind: 'journal_system'; client_id: string; municipality: string; scope?: string }
  | { principal_kind: 'service' | 'channel'; client_id: string; scope?: string }
  | { principal_kind: 'staff'; sub: string; role: string; organisation: string; municipality: string }
  | { principal_kind: 'guardian'; sub: string; municipality: string };

export interface TokenFaults {
  issuer?: string;
  audience?: string;
  /** Seconds from now; negative for one that has expired. */
  lifetime?: number;
}

/** A small issuer of tokens for tests of one service: discovery, keys, and a token endpoint that believes every client. Close it in `afterAll`. */
export class TestIssuer {
  /** Made anew for each issuer; any private JWK will do for CLIENT_KEY_FILE. */
  readonly clientKeyFile: string;
  tokensGiven = 0;

  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly key: CryptoKey,
    clientKey: JWK,
  ) {
    this.clientKeyFile = join(mkdtempSync(join(tmpdir(), 'test-issuer-')), 'client.jwk.json');
    writeFileSync(this.clientKeyFile, JSON.stringify(clientKey));
  }

  static async start(): Promise<TestIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const publicJwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
    const clientKey = { ...(await exportJWK(privateKey)), kid: 'client', alg: 'ES256' };
    const server = createServer({ keepAliveTimeout: 65_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = new TestIssuer(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      server,
      privateKey,
      clientKey,
    );
    server.on('request', (request, response) => {
      const answer = (body: unknown) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
      if (request.url === '/.well-known/openid-configuration') {
        const { url } = issuer;
        answer({
          issuer: url,
          jwks_uri: `${url}/jwks`,
          token_endpoint: `${url}/token`,
          userinfo_endpoint: `${url}/me`,
        });
      } else if (request.url === '/jwks') answer({ keys: [publicJwk] });
      else if (request.url === '/token') void issuer.giveServiceToken(request).then(answer);
      else response.writeHead(404).end();
    });
    return issuer;
  }

  /** A token as the hub expects it, or one with a fault. */
  token(
    claims: TestClaims,
    { issuer = this.url, audience = 'trivselshub', lifetime = 600 }: TokenFaults = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'test' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now - 3600)
      .setExpirationTime(now + lifetime)
      .sign(this.key);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async giveServiceToken(request: AsyncIterable<Buffer>): Promise<unknown> {
    let form = '';
    for await (const chunk of request) form += chunk.toString();
    const assertion = new URLSearchParams(form).get('client_assertion') ?? '';
    const payload = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()) as { sub: string };
    this.tokensGiven += 1;
    const token = await this.token({ principal_kind: 'service', client_id: payload.sub });
    return { access_token: token, token_type: 'Bearer', expires_in: 600 };
  }
}
