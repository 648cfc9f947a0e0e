import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { RefusalError } from '#contracts/refusal-error.js';
import type { FramedRequest } from '../layout/page-frame.js';
import { formFields } from '#service/form-fields.js';

/**
 * Stands before every page, behind the guards of all doors: takes a form only from a page of the same login. The form's token is the second
 * lock beside the cookie's SameSite, and Sec-Fetch-Site, where the browser sends it, the third.
 */
@Injectable()
export class PageGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FramedRequest>();
    if (request.method === 'GET' || request.method === 'HEAD') return true;
    const site = request.headers['sec-fetch-site'];
    const { csrf, ...fields } = formFields(request.body as Uint8Array);
    const own = site === undefined || site === 'same-origin';
    if (!own || !isSame(csrf, request.frame.csrf)) throw new RefusalError('FORM_OUTDATED');
    request.body = fields;
    return true;
  }
}

function isSame(given: string | undefined, right: string | null): boolean {
  if (given === undefined || right === null) return false;
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
