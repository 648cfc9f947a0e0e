/** The event can never be handled, however often it is tried: it goes to the dead letters at once. */
export class PoisonError extends Error {
  override readonly name = 'PoisonError';
  /** Where in the event the fault sits: a path, no value. */
  readonly place: string | null;

  constructor(
    /** Stable, upper case, no values: `TYPE_UNKNOWN`. */
    readonly code: string,
    options: { place?: string | null; cause?: unknown } = {},
  ) {
    super(code, { cause: options.cause });
    this.place = options.place ?? null;
  }
}
