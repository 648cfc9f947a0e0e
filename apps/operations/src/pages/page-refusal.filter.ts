import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { renderToString } from 'preact-render-to-string';
import { RefusalError } from '#contracts/refusal-error.js';
import { RefusalPage } from './refusal.page.js';

/** A person who is not logged in is sent to the login; any other no is a page that says what happened and what to do. */
@Catch(RefusalError)
export class PageRefusalFilter implements ExceptionFilter<RefusalError> {
  catch(refusal: RefusalError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    if (refusal.status === 401) {
      response.redirect(302, `/login?back=${encodeURIComponent(http.getRequest<Request>().path)}`);
      return;
    }
    response
      .status(refusal.status)
      .type('html')
      .send(`<!doctype html>${renderToString(RefusalPage({ refusal }))}`);
  }
}
