import type { RefusalCode } from '#contracts/refusal-codes.js';

/** Somebody asked for one thing by its id, and it is not there or not theirs. */
export const isGuess = (code: RefusalCode, path: string): boolean =>
  (code === 'NOT_FOUND' || code === 'NOT_GUARDIAN') && /[0-9a-f-]{36}/i.test(path);
