import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import type { Response } from 'express';
import { attributes } from '#observability/attributes.js';
import { activeTraceId } from '#observability/traceparent.js';
import { refusalOf } from '#service/refusal-of.js';
import { frameOf, type FramedRequest } from '../layout/page-frame.js';
import { FormFault } from '#service/form-fault.js';
import { ownPath } from './own-path.js';
import { RefusalPage } from './refusal.page.js';
import { render } from '#service/render.js';

/**
 * Every no as a page. Who is not logged in, or no longer, is sent to the login and from there back here; a form with faults is shown again;
 * anything else says what happened and what to do.
 */
@Catch()
export class PageRefusalFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<FramedRequest>(), http.getResponse<Response>()];
    if (error instanceof FormFault) {
      response.status(422).type('html').send(render(error.page));
      return;
    }
    const refusal = refusalOf(error);
    trace.getActiveSpan()?.setAttribute(attributes.refusalCode, refusal.code);
    if (refusal.status === 401 && request.frame.path !== '/callback') {
      const back = request.method === 'GET' ? ownPath(request.originalUrl) : '/';
      response.redirect(request.method === 'GET' ? 302 : 303, `/login?back=${encodeURIComponent(back)}`);
      return;
    }
    if (refusal.retryAfterSeconds !== null) response.setHeader('retry-after', String(refusal.retryAfterSeconds));
    const page = <RefusalPage frame={frameOf(request)} refusal={refusal} traceId={activeTraceId()} />;
    response.status(refusal.status).type('html').send(render(page));
  }
}
