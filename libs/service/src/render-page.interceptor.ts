import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { isValidElement } from 'preact';
import { map, type Observable } from 'rxjs';
import { render } from './render.js';

/** Renders what a handler shows; anything else (a PDF, a way onward) passes as it is. */
@Injectable()
export class RenderPage implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return next.handle().pipe(
      map((shown) => {
        if (!isValidElement(shown)) return shown;
        context.switchToHttp().getResponse<Response>().type('html');
        return render(shown);
      }),
    );
  }
}
