/** What the next version calls itself in the rows that it writes. */
export const NEXT_NAME = 'next';
