import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import type { FramedRequest } from '../layout/page-frame.js';
import { PortalLimits } from '../session/portal-limits.js';
import type { PortalUser } from '../session/portal-user.js';
import { isCsrfToken } from '../session/session-id.js';
import { formFields } from '#service/form-fields.js';

/**
 * Stands before every page, behind the guards of all doors: lets nobody go on guessing, and takes a form only from a page of the same
 * session. The form's token is the second lock beside the cookie's SameSite, and Sec-Fetch-Site, where the browser sends it, the third.
 */
@Injectable()
export class PageGuard implements CanActivate {
  constructor(private readonly limits: PortalLimits) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FramedRequest>();
    const user = request.principal?.kind === 'portal_user' ? (request.principal as PortalUser) : undefined;
    this.limits.demandNoGuessing(request, user?.sessionId);
    if (request.method === 'GET' || request.method === 'HEAD') return true;
    const site = request.headers['sec-fetch-site'];
    const { csrf, ...fields } = formFields(request.body as Uint8Array);
    const own = site === undefined || site === 'same-origin';
    if (!own || !user || csrf === undefined || !isCsrfToken(user.sessionId, csrf)) {
      throw new RefusalError('FORM_OUTDATED');
    }
    request.body = fields;
    return true;
  }
}
