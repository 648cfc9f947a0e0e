import type { z } from 'zod';

/** What asking another service takes: a call with the service's own token, in the active trace, answered in a known shape. */
export interface QuestionClient {
  call<T>(url: string, request: { method: 'GET' | 'POST'; body?: unknown; schema: z.ZodType<T> }): Promise<T>;
}
