import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { catchError, throwError, type Observable } from 'rxjs';
import type { CallerRequest } from '#security/caller.js';
import { refusalOf } from '#service/refusal-of.js';
import { isGuess } from './is-guess.rules.js';
import { PortalLimits } from './portal-limits.js';

/** At the JSON doors, as `PageGuard` and `PageRefusalFilter` at the pages: whoever asked too often for what is not theirs waits. */
@Injectable()
export class GuessBrake implements NestInterceptor {
  constructor(private readonly limits: PortalLimits) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request & CallerRequest>();
    const { principal } = request;
    if (principal?.kind !== 'guardian') return next.handle();
    const person = `${principal.municipality} ${principal.subject}`;
    this.limits.demandNoGuessing(request, person);
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (isGuess(refusalOf(error).code, request.path)) this.limits.countGuess(request, person);
        return throwError(() => error);
      }),
    );
  }
}
