import type { Temporal } from 'temporal-polyfill';
import type { ChildDeletion } from './child-deletion.js';

interface Confirmer {
  readonly subject: string;
  readonly role: string;
  readonly organisation: string;
}

/** A request that nobody confirms lapses. */
export const CONFIRMED_WITHIN = { hours: 14 * 24 } as const;

/** Whether the request still stands. */
export function isOpen({ requestedAt, done }: ChildDeletion, now: Temporal.Instant): boolean {
  return done === null && now.since(requestedAt).total('hours') < CONFIRMED_WITHIN.hours;
}

/** A second person: the leader of the child's unit, or another administrator. Never who asked. */
export function mayConfirm(deletion: ChildDeletion, { subject, role, organisation }: Confirmer): boolean {
  if (subject === deletion.requestedBy) return false;
  if (role === 'institution_leader') return organisation === deletion.healthVisitingUnit;
  return role === 'municipal_administrator';
}
