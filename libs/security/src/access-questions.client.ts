import { refusalCodes, type RefusalCode } from '#contracts/refusal-codes.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { AccessDecisionSchema, type AccessDecision, type AccessQuestion } from '#contracts/questions/access.js';
import type { QuestionClient } from './question-client.js';

/** Asks consent, the owner of the answer: may X see Y now? The answer is logged there and never kept here. */
export class AccessQuestions {
  constructor(
    private readonly client: QuestionClient,
    private readonly consentUrl: string,
  ) {}

  ask(question: AccessQuestion): Promise<AccessDecision> {
    return this.client.call(`${this.consentUrl}/access-decisions`, {
      method: 'POST',
      body: question,
      schema: AccessDecisionSchema,
    });
  }

  /** Returns when the answer is yes; otherwise refuses with the decision's code, or as if the thing did not exist when it is hidden. */
  async demand(question: AccessQuestion): Promise<AccessDecision> {
    const decision = await this.ask(question);
    if (decision.outcome === 'allowed') return decision;
    if (decision.hidden) throw new RefusalError('NOT_FOUND');
    throw new RefusalError(known(decision.code));
  }
}

function known(code: string | null): RefusalCode {
  return code !== null && Object.hasOwn(refusalCodes, code) ? (code as RefusalCode) : 'ROLE_NOT_ALLOWED';
}
