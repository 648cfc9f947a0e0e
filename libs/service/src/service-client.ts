import { context, propagation, SpanKind, type Span } from '@opentelemetry/api';
import { z } from 'zod';
import { refusalCodes, type RefusalCode } from '#contracts/refusal-codes.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { attributes } from '#observability/attributes.js';
import { inSpan } from '#observability/in-span.js';
import type { QuestionClient } from '#security/question-client.js';
import type { ServiceTokens } from '#security/service-tokens.js';

export interface ServiceCall<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  schema: z.ZodType<T>;
  /** A UUID for a door that asks for `Idempotency-Key`: the same one for each repetition of the same write. */
  idempotencyKey?: string;
}

const TIME_OUT_MS = 2000;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const ProblemSchema = z.object({
  code: z.string(),
  place: z.string().nullish(),
  cure: z.string().optional(),
  detail: z.string().optional(),
});

/**
 * Calls another service's door with this service's token, in the active trace. Throws TransientError when there is no answer in two
 * seconds, no connection (after one more try) or a 5xx; RefusalError, as the other service gave it, for a 4xx problem document.
 */
export class ServiceClient implements QuestionClient {
  constructor(private readonly tokens: Pick<ServiceTokens, 'get' | 'forget'>) {}

  call<T>(url: string, call: ServiceCall<T>): Promise<T> {
    const template = new URL(url).pathname.replace(UUID, ':id');
    return inSpan(
      `${call.method} ${template}`,
      {
        kind: SpanKind.CLIENT,
        attributes: { [attributes.httpMethod]: call.method, [attributes.calledService]: new URL(url).host },
      },
      async (span) => {
        let response = await this.connect(url, call, span);
        if (response.status === 401) {
          await response.body?.cancel();
          this.tokens.forget();
          response = await this.connect(url, call, span);
        }
        return answerOf(response, call.schema);
      },
    );
  }

  /** A refused connection means that nothing was done yet: it is tried once more, for the moment in which the other one restarts. */
  private async connect(url: string, call: ServiceCall<unknown>, span: Span): Promise<Response> {
    const token = await this.tokens.get().catch((cause: unknown) => {
      throw new TransientError('TOKENS_UNREACHABLE', { cause });
    });
    const send = () => this.send(url, call, token);
    const response = await send()
      .catch((error: unknown) => {
        if (isRefused(error)) return send();
        throw error;
      })
      .catch((cause: unknown) => {
        throw new TransientError('SERVICE_UNREACHABLE', { cause });
      });
    span.setAttribute(attributes.httpStatus, response.status);
    return response;
  }

  private send(url: string, { method, body, idempotencyKey }: ServiceCall<unknown>, token: string): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    propagation.inject(context.active(), headers);
    return fetch(url, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIME_OUT_MS),
      redirect: 'error',
    });
  }
}

async function answerOf<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const text = await response.text().catch((cause: unknown) => {
    throw new TransientError('SERVICE_UNREACHABLE', { cause });
  });
  if (response.ok) return schema.parse(text === '' ? undefined : JSON.parse(text));
  if (response.status >= 500 || response.status === 429 || response.status === 401) {
    throw new TransientError(response.status === 401 ? 'TOKEN_REFUSED' : 'SERVICE_FAILED');
  }
  throw refusalIn(text) ?? new Error(`A service answered ${response.status} without saying why`);
}

function refusalIn(text: string): RefusalError | null {
  try {
    const { code, place, cure, detail } = ProblemSchema.parse(JSON.parse(text));
    if (!Object.hasOwn(refusalCodes, code)) return null;
    return new RefusalError(code as RefusalCode, { place: place ?? undefined, cure, detail });
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function isRefused(error: unknown): boolean {
  const cause = (error as { cause?: { code?: unknown } } | null)?.cause;
  return cause?.code === 'ECONNREFUSED' || (cause?.code === 'UND_ERR_SOCKET' && isIdleConnectionGone(cause));
}

/** A kept-alive connection that the other side had closed before anything of this request was read there. */
function isIdleConnectionGone(cause: object): boolean {
  const { socket } = cause as { socket?: { bytesRead?: number } };
  return socket?.bytesRead === 0;
}
