import type { ChildId } from '#contracts/ids.js';
import type { GuardianChild } from '#contracts/questions/guardians.js';
import type { Guardian } from '../login/current-guardian.js';

/** Null for a child that is not the guardian's own. */
export const ownChild = ({ children }: Pick<Guardian, 'children'>, childId: ChildId): GuardianChild | null =>
  children.find((child) => child.childId === childId) ?? null;
