import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import type { Response } from 'express';
import { attributes } from '#observability/attributes.js';
import { activeTraceId } from '#observability/traceparent.js';
import { refusalOf } from '#service/refusal-of.js';
import { frameOf, type FramedRequest } from '../layout/page-frame.js';
import { RefusalPage } from '../layout/refusal.page.js';
import { isGuess } from '../session/is-guess.rules.js';
import { PortalCookies } from '../session/portal-cookies.js';
import { PortalLimits } from '../session/portal-limits.js';
import type { PortalUser } from '../session/portal-user.js';
import { FreshLoginRequired } from '../session/require-fresh-login.js';
import { FormFault } from '#service/form-fault.js';
import { ownPath } from './own-path.js';
import { render } from '#service/render.js';

/**
 * Every no as a page. Who is not logged in is led to the front page and from there back here; whose login is too old for what they want is
 * led to the login; a form with faults is shown again. Asking for what is not there is counted: it may be guessing.
 */
@Catch()
export class PageRefusalFilter implements ExceptionFilter {
  constructor(
    private readonly cookies: PortalCookies,
    private readonly limits: PortalLimits,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<FramedRequest>(), http.getResponse<Response>()];
    if (error instanceof FormFault) {
      response.status(422).type('html').send(render(error.page));
      return;
    }
    if (error instanceof FreshLoginRequired) {
      response.redirect(303, `/portal/login?back=${encodeURIComponent(ownPath(error.returnTo))}`);
      return;
    }
    const refusal = refusalOf(error);
    trace.getActiveSpan()?.setAttribute(attributes.refusalCode, refusal.code);
    if (refusal.code === 'TOKEN_MISSING' && request.principal === undefined && !isLogin(request)) {
      this.leadToLogin(request, response);
      return;
    }
    if (isGuess(refusal.code, request.frame.path)) {
      this.limits.countGuess(request, (request.principal as PortalUser | undefined)?.sessionId);
    }
    if (refusal.retryAfterSeconds !== null) response.setHeader('retry-after', String(refusal.retryAfterSeconds));
    const page = <RefusalPage frame={frameOf(request)} refusal={refusal} traceId={activeTraceId()} />;
    response.status(refusal.status).type('html').send(render(page));
  }

  private leadToLogin(request: FramedRequest, response: Response): void {
    // Who wanted to log out and is out already comes back to the front page.
    const { path } = request.frame;
    const query = new URLSearchParams({ back: path.startsWith('/portal/logout') ? '/portal' : ownPath(path) });
    if (this.cookies.sessionId(request)) {
      this.cookies.forgetSession(response);
      query.set('why', 'expired');
    }
    response.redirect(303, `/portal/welcome?${query}`);
  }
}

/** A login that was broken off stays where it is and says so. */
const isLogin = ({ frame }: FramedRequest): boolean => frame.path.startsWith('/portal/login');
