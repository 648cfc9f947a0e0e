import { randomUUID } from 'node:crypto';
import { z } from 'zod';

interface DoorCall<T> {
  token: string;
  schema: z.ZodType<T>;
  method?: string;
  body?: unknown;
  contentType?: string;
}

const ProblemSchema = z.object({ code: z.string(), detail: z.string().optional(), cure: z.string().optional() });

/** A door of the hub answered with something else than what was asked for. */
export class DoorRefusal extends Error {
  constructor(
    call: string,
    readonly status: number,
    answer: string,
  ) {
    const problem = ProblemSchema.safeParse(jsonOrNull(answer)).data;
    const reason = problem
      ? [problem.code, problem.detail, problem.cure].filter(Boolean).join(' - ')
      : answer.slice(0, 400);
    super(`${call} answered ${status}: ${reason}`);
    this.name = 'DoorRefusal';
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Opens a public door of the hub as anyone outside would. @throws DoorRefusal */
export async function openDoor<T>(url: string, { token, schema, body, contentType, ...rest }: DoorCall<T>): Promise<T> {
  const method = rest.method ?? (body === undefined ? 'GET' : 'POST');
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new DoorRefusal(`${method} ${url}`, answer.status, text);
  return schema.parse(text === '' ? undefined : JSON.parse(text));
}
