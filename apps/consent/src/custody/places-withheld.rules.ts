import type { CustodyFacts } from './custody-facts.js';

/**
 * Whether a viewer may learn no organisation, unit or address: somebody else in the family has name and address protection. A protected
 * child lives with the holder who is protected with it; while none of them is, no holder is told. The child knows its own places.
 */
export function arePlacesWithheld(
  viewerId: string,
  {
    childProtected,
    holders,
    isYoungPerson,
  }: Pick<CustodyFacts, 'holders'> & {
    childProtected: boolean;
    /** The viewer is the child itself. */
    isYoungPerson: boolean;
  },
): boolean {
  if (isYoungPerson) return false;
  const others = holders.filter(({ guardianId }) => guardianId !== viewerId);
  if (others.some((other) => other.protected)) return true;
  return childProtected && !holders.some((holder) => holder.guardianId === viewerId && holder.protected);
}
