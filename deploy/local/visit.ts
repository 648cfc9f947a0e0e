const MOST_HOPS = 10;

/** A browser as far as a login needs one: it keeps cookies and follows redirects, those to `end` excepted. */
export class Visit {
  readonly #cookies = new Map<string, string>();

  constructor(private readonly end?: string) {}

  async go(address: string, form?: URLSearchParams): Promise<{ page: Response | null; address: string }> {
    let next = address;
    let body = form;
    for (let hops = 0; hops < MOST_HOPS; hops++) {
      if (this.end !== undefined && next.startsWith(this.end)) return { page: null, address: next };
      const answer = await fetch(next, {
        redirect: 'manual',
        headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie);
      const location = answer.headers.get('location');
      if (location === null) return { page: answer, address: next };
      await answer.body?.cancel();
      next = new URL(location, next).href;
      body = undefined;
    }
    throw new Error(`the login went round in circles at ${next}`);
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
