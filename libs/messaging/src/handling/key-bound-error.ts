/**
 * This child's events cannot go on, other children's can: the event is parked and the later ones of its key queue behind it,
 * until an operator releases the key. With `retry` the parking lot itself tries again, with growing pauses.
 */
export class KeyBoundError extends Error {
  override readonly name = 'KeyBoundError';
  readonly retry: boolean;

  constructor(
    /** Stable, upper case, no values: `UNKNOWN_CHILD`. */
    readonly code: string,
    options: { retry?: boolean; cause?: unknown } = {},
  ) {
    super(code, { cause: options.cause });
    this.retry = options.retry ?? false;
  }
}
