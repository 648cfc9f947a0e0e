import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccessQuestion } from '#contracts/questions/access.js';

/** Stands where consent is: staff of the child's unit may, others as the test says, operations may not; those who hold custody may. */
export class ConsentThatAnswers {
  guardianIds: string[] = [];
  /** Whether the family has name and address protection. */
  placesWithheld = false;
  /** How it answers who holds custody; 503 while the register is silent. */
  custodyStatus = 200;
  /** Institutions that read by consent, as `DC-A adbb_result`; all others lack it. */
  readonly consented = new Set<string>();
  readonly questions: AccessQuestion[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(unit = 'HV-1'): Promise<ConsentThatAnswers> {
    const server = createServer({ keepAliveTimeout: 65_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const consent = new ConsentThatAnswers(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', async (request, response) => {
      const [status, body] = await consent.answer(request.url ?? '', request, unit);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    return consent;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(path: string, request: AsyncIterable<Buffer>, unit: string): Promise<[number, unknown]> {
    const asOf = '2026-05-06T12:00:00Z';
    if (path === '/access-decisions') {
      let text = '';
      for await (const chunk of request) text += chunk.toString();
      const question = JSON.parse(text) as AccessQuestion;
      this.questions.push(question);
      const code = this.refusal(question, unit);
      return [200, { outcome: code ? 'refused' : 'allowed', code, hidden: false, rule: 'R6', asOf }];
    }
    if (this.custodyStatus !== 200) {
      return [this.custodyStatus, { code: 'DEPENDENCY_UNAVAILABLE', detail: '', cure: '', place: null }];
    }
    const { guardianIds, placesWithheld } = this;
    return [200, { asOf, guardians: guardianIds.map((guardianId) => ({ guardianId })), placesWithheld }];
  }

  private refusal({ asker, action, documentKind }: AccessQuestion, unit: string): string | null {
    if (asker.kind === 'operations') return 'CONTENT_NOT_FOR_OPS';
    if (asker.kind === 'guardian') return this.guardianIds.includes(asker.guardianId) ? null : 'NOT_GUARDIAN';
    if (asker.organisation === unit) return null;
    if (action !== 'read') return 'ROLE_NOT_ALLOWED';
    return this.consented.has(`${asker.organisation} ${documentKind}`) ? null : 'CONSENT_MISSING';
  }
}
