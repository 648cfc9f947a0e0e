import { RefusalError } from '#contracts/refusal-error.js';

/** Does it; a child that is not the guardian's own is answered as one that does not exist. */
export async function hiddenAsUnknown<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RefusalError && HIDDEN.has(error.code)) throw new RefusalError('NOT_FOUND');
    throw error;
  }
}

const HIDDEN = new Set(['NOT_GUARDIAN', 'UNKNOWN_CHILD', 'WRONG_TENANT', 'NOT_FOUND']);
