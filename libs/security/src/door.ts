import { SetMetadata } from '@nestjs/common';
import type { StaffRole } from '#contracts/questions/access.js';
import type { PrincipalKind } from './principal.js';

/** Who may use a door. Every part that is given must hold. */
export interface DoorRule {
  who: readonly PrincipalKind[];
  /** All of these scopes, for callers that are machines (journal system, service, channel). */
  scopes?: readonly string[];
  /** One of these roles, for staff. */
  roles?: readonly StaffRole[];
  /** One of these services by client id, for services. */
  services?: readonly string[];
}

/** What a door declares about its access. */
export type Access = ({ open: false } & DoorRule) | { open: true; reason: string };

export const ACCESS_METADATA = 'hub:access';

/** Says on the handler itself who may come in. A handler without this or `OpenDoor` stops the service's start. */
export const Door = (rule: DoorRule): MethodDecorator =>
  SetMetadata(ACCESS_METADATA, { open: false, ...rule } satisfies Access);

/** A door that anybody may use, and why. */
export const OpenDoor = (reason: string): MethodDecorator =>
  SetMetadata(ACCESS_METADATA, { open: true, reason } satisfies Access);

/** What a handler declares, or null when it declares nothing. */
export function accessOf(handler: object): Access | null {
  return (Reflect.getMetadata(ACCESS_METADATA, handler) as Access | undefined) ?? null;
}
