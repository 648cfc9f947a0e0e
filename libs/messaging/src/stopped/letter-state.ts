/** Where a dead letter stands: nobody has decided, it waits for its replay, it was handled after all, or it was given up. */
export type LetterState = 'open' | 'queued' | 'replayed' | 'discarded';
