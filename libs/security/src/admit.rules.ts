import { RefusalError } from '#contracts/refusal-error.js';
import type { DoorRule } from './door.js';
import type { Principal } from './principal.js';

/** Lets the caller through the door or throws ROLE_NOT_ALLOWED. Only what the door lists comes in; everything else stays out. */
export function admit(principal: Principal, door: DoorRule): void {
  if (!door.who.includes(principal.kind)) refuse('This door is for other callers.');
  if (principal.kind === 'staff') {
    if (door.roles && !door.roles.includes(principal.role)) refuse('This door is for other roles.');
    return;
  }
  if (principal.kind === 'guardian' || principal.kind === 'portal_user') return;
  const missing = door.scopes?.filter((scope) => !principal.scopes.includes(scope)) ?? [];
  if (missing.length > 0) refuse(`The token lacks the scope ${missing.join(' ')}.`);
  if (principal.kind === 'service' && door.services && !door.services.includes(principal.clientId)) {
    refuse('This door is for other services.');
  }
}

function refuse(detail: string): never {
  throw new RefusalError('ROLE_NOT_ALLOWED', { detail });
}
