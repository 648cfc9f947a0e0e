import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccessQuestion } from '#contracts/questions/access.js';

/** Stands where consent is: staff of the child's unit may, others lack consent, operations may not; guardians as the test says. */
export class ConsentThatAnswers {
  guardianIds: string[] = [];
  /** How it answers who holds custody; 503 while the register is silent. */
  custodyStatus = 200;
  readonly questions: AccessQuestion[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(unit = 'HV-1'): Promise<ConsentThatAnswers> {
    const server = createServer();
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
      const code = refusal(question, unit);
      return [200, { outcome: code ? 'refused' : 'allowed', code, hidden: false, rule: 'R6', asOf }];
    }
    if (this.custodyStatus !== 200) {
      return [this.custodyStatus, { code: 'DEPENDENCY_UNAVAILABLE', detail: '', cure: '', place: null }];
    }
    return [200, { asOf, guardians: this.guardianIds.map((guardianId) => ({ guardianId })) }];
  }
}

function refusal({ asker, action }: AccessQuestion, unit: string): string | null {
  if (asker.kind === 'operations') return 'CONTENT_NOT_FOR_OPS';
  if (asker.kind === 'staff' && asker.organisation === unit) return null;
  return action === 'read' ? 'CONSENT_MISSING' : 'ROLE_NOT_ALLOWED';
}
