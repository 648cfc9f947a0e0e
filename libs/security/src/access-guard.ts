import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { trace } from '@opentelemetry/api';
import { RefusalError } from '#contracts/refusal-error.js';
import { attributes } from '#observability/attributes.js';
import { admit } from './admit.rules.js';
import type { CallerRequest } from './caller.js';
import { accessOf, type DoorRule } from './door.js';
import type { Principal } from './principal.js';
import type { SessionReader } from './session-reader.js';
import type { TokenVerifier } from './token-verifier.js';

type GuardedRequest = CallerRequest & IncomingMessage;

/**
 * Stands before every HTTP handler: reads the token, compares the caller with what the door declares, refuses everything else. A door for
 * people in a session takes their cookie and no token; every other door takes a token and no cookie.
 */
export class AccessGuard implements CanActivate {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly sessions: SessionReader | null = null,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = accessOf(context.getHandler());
    if (!access) throw new Error(`The door ${context.getClass().name}.${context.getHandler().name} declares no access`);
    if (access.open) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const principal = await this.caller(request, access);
    admit(principal, access);
    request.principal = principal;
    const span = trace.getActiveSpan();
    span?.setAttribute(attributes.principalKind, principal.kind);
    if ('municipality' in principal) span?.setAttribute(attributes.municipality, principal.municipality);
    return true;
  }

  private async caller(request: GuardedRequest, { who }: DoorRule): Promise<Principal> {
    if (!who.includes('portal_user')) return this.tokens.verify(bearer(request.headers.authorization));
    const user = await this.sessions?.read(request);
    if (!user) throw new RefusalError('TOKEN_MISSING');
    return user;
  }
}

function bearer(header: string | undefined): string {
  const match = /^Bearer ([\w.~+/=-]+)$/i.exec(header ?? '');
  if (!match) throw new RefusalError('TOKEN_MISSING');
  return match[1]!;
}
