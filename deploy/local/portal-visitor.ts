import { Visit } from './visit.js';

/** A person who is logged in to the portal's pages, without a browser. */
export class PortalVisitor {
  private constructor(
    private readonly portal: string,
    private readonly visit: Visit,
  ) {}

  /** Logs in as a browser would. `portal`: the portal's address. */
  static async logIn(portal: string, cpr: string): Promise<PortalVisitor> {
    const visit = new Visit();
    const form = await visit.go(`${portal}/portal/login`);
    const { page } = await visit.go(form.address, new URLSearchParams({ username: cpr }));
    await page?.body?.cancel();
    if (page?.status !== 200) throw new Error(`the portal let nobody in (${page?.status})`);
    return new PortalVisitor(portal, visit);
  }

  /** A page of the portal, by its path. */
  async get(path: string): Promise<Response> {
    return (await this.visit.go(`${this.portal}${path}`)).page!;
  }
}
