import { describe, expect, it } from '@jest/globals';
import type { AccessDecision, AccessQuestion } from '#contracts/questions/access.js';
import { AccessQuestions } from './access-questions.client.js';

const QUESTION = { childId: '11111111-1111-4111-8111-111111111111' } as unknown as AccessQuestion;

function answering(decision: Partial<AccessDecision>): AccessQuestions {
  const whole = {
    outcome: 'refused',
    code: null,
    hidden: false,
    rule: 'R6',
    asOf: '2026-01-01T00:00:00Z',
    ...decision,
  };
  const client = {
    call: async <T>(url: string): Promise<T> => {
      expect(url).toBe('http://consent/access-decisions');
      return whole as T;
    },
  };
  return new AccessQuestions(client, 'http://consent');
}

describe('demanding access', () => {
  it('goes on when the answer is yes', async () => {
    await expect(answering({ outcome: 'allowed' }).demand(QUESTION)).resolves.toMatchObject({ rule: 'R6' });
  });

  it("refuses with the decision's code", async () => {
    const refused = answering({ code: 'NOT_SAME_INSTITUTION' }).demand(QUESTION);
    await expect(refused).rejects.toMatchObject({ code: 'NOT_SAME_INSTITUTION', status: 403 });
  });

  it('refuses as if the thing did not exist when it is hidden', async () => {
    const hidden = answering({ code: 'ROLE_NOT_ALLOWED', hidden: true }).demand(QUESTION);
    await expect(hidden).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  it('refuses also with a code that is not known yet', async () => {
    await expect(answering({ code: 'FROM_TOMORROW' }).demand(QUESTION)).rejects.toMatchObject({ status: 403 });
  });
});
