import { OrganisationSchema } from '#contracts/ids.js';
import type { Asker } from '#contracts/questions/access.js';
import type { StaffPrincipal } from './principal.js';

/** The caller as consent is asked about. Operators are asked about too, so that their refused tries stand in the access log. */
export function askerOf({ role, organisation, subject }: StaffPrincipal): Asker {
  if (role === 'ops_operator') return { kind: 'operations', subject };
  return { kind: 'staff', role, organisation: OrganisationSchema.parse(organisation), subject };
}
