import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import type { Response } from 'express';
import { attributes } from '#observability/attributes.js';
import { counter } from '#observability/metrics.js';
import { problemOf } from './problem-of.js';
import { refusalOf } from './refusal-of.js';

const refusals = counter('hub.refusals');

/** Every error of a request becomes one RFC 9457 problem document (`application/problem+json`). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const refusal = refusalOf(error);
    refusals.add(1, { code: refusal.code });
    trace.getActiveSpan()?.setAttribute(attributes.refusalCode, refusal.code);
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (refusal.status === 401) response.setHeader('www-authenticate', 'Bearer');
    if (refusal.retryAfterSeconds !== null) response.setHeader('retry-after', String(refusal.retryAfterSeconds));
    response
      .status(refusal.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf(refusal)));
  }
}
