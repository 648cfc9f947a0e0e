import type { StaffRole } from '#contracts/questions/access.js';

/** A journal system that pushes reports and results for one municipality. */
export interface JournalSystemPrincipal {
  kind: 'journal_system';
  clientId: string;
  municipality: string;
  scopes: readonly string[];
}

/** One of the hub's own services. */
export interface ServicePrincipal {
  kind: 'service';
  clientId: string;
  scopes: readonly string[];
}

/** A person at work, in one role, in one unit of one municipality. */
export interface StaffPrincipal {
  kind: 'staff';
  subject: string;
  role: StaffRole;
  organisation: string;
  municipality: string;
}

/** A guardian logged in with MitID. The token carries no CPR; the portal asks the login broker with it. */
export interface GuardianPrincipal {
  kind: 'guardian';
  subject: string;
  municipality: string;
  token: string;
}

/** A person in a session of the parent portal's pages. No token makes one: only the service's own session reader does. */
export interface PortalUserPrincipal {
  kind: 'portal_user';
  municipality: string;
}

/** A public channel or register that pushes to us: Digital Post, the custody register. */
export interface ChannelPrincipal {
  kind: 'channel';
  clientId: string;
  scopes: readonly string[];
}

/** Who calls, as the verified token says. The tenant is taken from here and from nowhere else. */
export type Principal =
  | JournalSystemPrincipal
  | ServicePrincipal
  | StaffPrincipal
  | GuardianPrincipal
  | PortalUserPrincipal
  | ChannelPrincipal;

export type PrincipalKind = Principal['kind'];
