import type { StaffPrincipal } from '#security/principal.js';

/** The person at the pages: acts are done in this name and role, for this municipality alone. */
export type Operator = Pick<StaffPrincipal, 'subject' | 'role' | 'municipality'>;
