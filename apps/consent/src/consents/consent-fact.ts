/** What the newest consent for a child, a receiver and a kind is worth to the receiver, in the words of the policy. */
export type ConsentFact =
  'never_asked' | 'withdrawn' | 'expired' | 'other_transition' | 'custody_unknown' | 'incomplete' | 'active';
