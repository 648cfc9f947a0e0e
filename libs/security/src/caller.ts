import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from './principal.js';

/** A request after the access guard: it knows who calls. */
export interface CallerRequest {
  principal?: Principal;
}

/** The caller of this request, `@Caller() caller: StaffPrincipal`: the door's `who` says which kinds are possible. */
export const Caller: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => {
    const { principal } = context.switchToHttp().getRequest<CallerRequest>();
    if (!principal) throw new Error('Caller is asked for behind an open door');
    return principal;
  },
);
