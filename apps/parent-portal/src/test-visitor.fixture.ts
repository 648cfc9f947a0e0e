import { randomInt } from 'node:crypto';
import type { Person, PortalBroker } from './portal-broker.fixture.js';

const REPLACEMENT_CHARACTERS = /&(amp|lt|gt|quot|#39);/g;

/** A browser as far as tests of the pages need one: it keeps cookies, comes from an address of its own, and follows no redirect by itself. */
export class TestVisitor {
  readonly cookies = new Map<string, string>();
  readonly address = `203.0.113.${randomInt(1, 255)}-${randomInt(1e9)}`;
  /** The Set-Cookie lines of the last answer. */
  set: string[] = [];

  constructor(
    private readonly portal: string,
    private readonly broker: PortalBroker,
  ) {}

  async go(path: string, init: RequestInit = {}) {
    const response = await fetch(`${this.portal}${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-forwarded-for': this.address,
        accept: 'text/html',
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    this.set = response.headers.getSetCookie();
    for (const line of this.set) this.keep(line);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('location') ?? '',
      text,
    };
  }

  send(path: string, fields: Record<string, string> | URLSearchParams, headers: Record<string, string> = {}) {
    return this.go(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  }

  /** The address at the broker to which the portal sends the browser. */
  async begin(back = '/portal'): Promise<URL> {
    const { location } = await this.go(`/portal/login?back=${encodeURIComponent(back)}`);
    return new URL(location);
  }

  /** What the broker sends the browser back with after `person` has logged in there. */
  callback(
    begun: URL,
    person: Person,
    { nonce = begun.searchParams.get('nonce')!, authTime = Date.now() / 1000 } = {},
  ) {
    const code = `code-${randomInt(1e12)}`;
    this.broker.codes.set(code, { person, nonce, authTime: Math.floor(authTime) });
    return `/portal/login/callback?code=${code}&state=${begun.searchParams.get('state')}`;
  }

  async logIn(person: Person, back = '/portal') {
    return this.go(this.callback(await this.begin(back), person));
  }

  /** The token in the forms of the page. */
  async formToken(): Promise<string> {
    const { text } = await this.go('/portal');
    return /name="csrf" value="([^"]+)"/.exec(text)![1]!;
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    if (/expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** The words of a page, without its tags. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(REPLACEMENT_CHARACTERS, ' ')
    .replace(/\s+/g, ' ');
