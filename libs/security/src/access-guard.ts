import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { RefusalError } from '#contracts/refusal-error.js';
import { attributes } from '#observability/attributes.js';
import { admit } from './admit.rules.js';
import type { CallerRequest } from './caller.js';
import { accessOf } from './door.js';
import type { TokenVerifier } from './token-verifier.js';

/** Stands before every HTTP handler: reads the token, compares the caller with what the door declares, refuses everything else. */
export class AccessGuard implements CanActivate {
  constructor(private readonly tokens: TokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = accessOf(context.getHandler());
    if (!access) throw new Error(`The door ${context.getClass().name}.${context.getHandler().name} declares no access`);
    if (access.open) return true;
    const request = context
      .switchToHttp()
      .getRequest<CallerRequest & { headers: Record<string, string | undefined> }>();
    const principal = await this.tokens.verify(bearer(request.headers['authorization']));
    admit(principal, access);
    request.principal = principal;
    const span = trace.getActiveSpan();
    span?.setAttribute(attributes.principalKind, principal.kind);
    if ('municipality' in principal) span?.setAttribute(attributes.municipality, principal.municipality);
    return true;
  }
}

function bearer(header: string | undefined): string {
  const match = /^Bearer ([\w.~+/=-]+)$/i.exec(header ?? '');
  if (!match) throw new RefusalError('TOKEN_MISSING');
  return match[1]!;
}
