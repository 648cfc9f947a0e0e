import type { z } from 'zod';
import type { ServiceTokens } from '#security/service-tokens.js';

export interface ServiceCall<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  schema: z.ZodType<T>;
}

/** Calls another service's door with this service's token in the active trace. */
export class ServiceClient {
  constructor(private readonly tokens: Pick<ServiceTokens, 'get'>) {}

  /** Throws TransientError for a time-out (2 s), a refused connection (after one more try) and 5xx; RefusalError for a problem document. */
  async call<T>(url: string, { method, body, schema }: ServiceCall<T>): Promise<T> {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${await this.tokens.get()}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(2000),
    });
    return schema.parse(await response.json());
  }
}
