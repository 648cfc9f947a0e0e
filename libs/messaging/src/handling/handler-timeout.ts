/** A handling took longer than it may; whatever it still does, its transaction has ended. */
export class HandlerTimeout extends Error {
  override readonly name = 'HandlerTimeout';
  readonly code = 'HANDLER_TIMEOUT';
}

/** Rejects with HandlerTimeout when the work takes longer. */
export async function withinTime<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HandlerTimeout('The handling took too long')), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
