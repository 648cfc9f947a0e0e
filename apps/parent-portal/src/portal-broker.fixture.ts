import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestIssuer, TestClaims } from '#testing/test-issuer.js';

type Answer = [status: number, body: unknown];

/** What the portal asked one of its neighbours. */
export interface Asked {
  what: string;
  body: any;
  key: string | undefined;
}

/** What the broker tells about whoever logs in next. */
export interface Person {
  cpr: string;
  guardianId: string | null;
  claims?: Record<string, unknown>;
}

/** A login broker and the portal's neighbours in one server, for tests of the pages: answers what a test says. */
export class PortalBroker {
  /** By authorization code: who logged in, and with which nonce the broker answers. */
  readonly codes = new Map<string, { person: Person; nonce: string; authTime: number }>();
  /** By the beginning of `METHOD /path`; the first that fits answers. */
  answers: Record<string, (asked: Asked) => Answer> = {};
  /** Everything that was asked since a test emptied it, in order. */
  asked: Asked[] = [];
  /** The children of whoever is a guardian, by the guardian's id, as consent tells them with who the person is. */
  children: Record<string, object[]> = {};
  private readonly people = new Map<string, Person>();

  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly issuer: TestIssuer,
  ) {}

  static async start(issuer: TestIssuer): Promise<PortalBroker> {
    const server = createServer({ keepAliveTimeout: 65_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
    const broker = new PortalBroker(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, issuer);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        broker.note(`${request.method} ${request.url}`, body, request.headers['idempotency-key'] as string | undefined);
        void broker
          .answer(`${request.method} ${request.url}`, body, request.headers.authorization)
          .then(([status, said]) =>
            response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said)),
          );
      });
    });
    return broker;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private note(what: string, body: string, key: string | undefined): void {
    this.asked.push({ what, body: body.startsWith('{') ? JSON.parse(body) : body, key });
  }

  private async answer(what: string, body: string, authorization: string | undefined): Promise<Answer> {
    const told = Object.keys(this.answers).find((start) => what.startsWith(start));
    if (told) return this.answers[told]!(this.asked.findLast((each) => each.what === what)!);
    if (what === 'GET /.well-known/openid-configuration') return [200, this.metadata()];
    if (what === 'POST /token') return this.token(new URLSearchParams(body));
    if (what === 'GET /userinfo') return [200, this.claimsOf(authorization ?? '')];
    if (what === 'POST /guardians/identify') return [200, this.identified(JSON.parse(body) as { cpr: string })];
    return [404, { code: 'NOT_FOUND', detail: '', cure: '', place: null }];
  }

  private metadata() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      userinfo_endpoint: `${this.url}/userinfo`,
      jwks_uri: `${this.issuer.url}/jwks`,
      id_token_signing_alg_values_supported: ['ES256'],
    };
  }

  private async token(form: URLSearchParams): Promise<Answer> {
    if (form.get('grant_type') === 'client_credentials') {
      const answer = await fetch(`${this.issuer.url}/token`, { method: 'POST', body: form });
      return [answer.status, await answer.json()];
    }
    const known = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    if (!known || !form.get('code_verifier') || !form.get('client_assertion')) return [400, { error: 'invalid_grant' }];
    const sub = `mitid-${known.person.cpr}`;
    this.people.set(sub, known.person);
    const claims = { principal_kind: 'guardian', sub, municipality: 'K1' };
    const proof = { ...claims, nonce: known.nonce, auth_time: known.authTime } as unknown as TestClaims;
    return [
      200,
      {
        token_type: 'Bearer',
        expires_in: 600,
        access_token: await this.issuer.token(claims as TestClaims, { issuer: this.url }),
        id_token: await this.issuer.token(proof, { issuer: this.url, audience: 'parent-portal' }),
      },
    ];
  }

  private claimsOf(authorization: string): Record<string, unknown> {
    const payload = authorization.split('.')[1] ?? '';
    const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
    const person = this.people.get(sub)!;
    return {
      sub,
      idp: 'mitid',
      loa: 'https://data.gov.dk/concept/core/nsis/Substantial',
      'mitid.uuid': sub,
      'mitid.has_cpr': 'true',
      'dk.cpr': person.cpr,
      ...person.claims,
    };
  }

  private identified({ cpr }: { cpr: string }) {
    const person = [...this.people.values()].find((each) => each.cpr === cpr);
    const guardianId = person?.guardianId ?? null;
    return { guardianId, children: guardianId === null ? [] : (this.children[guardianId] ?? []) };
  }
}
