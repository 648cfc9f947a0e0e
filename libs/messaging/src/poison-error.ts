/** The event can never be handled, however often it is tried: it goes to the dead letters at once. */
export class PoisonError extends Error {
  override readonly name = 'PoisonError';

  constructor(
    /** Stable, upper case, no values: `TYPE_UNKNOWN`. */
    readonly code: string,
    options: { cause?: unknown } = {},
  ) {
    super(code, { cause: options.cause });
  }
}
