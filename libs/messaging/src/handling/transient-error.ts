/** Something that we depend on does not answer now: the same act may succeed later. */
export class TransientError extends Error {
  override readonly name = 'TransientError';

  constructor(
    /** Stable, upper case, no values: `CONSENT_UNREACHABLE`. */
    readonly code: string,
    options: { cause?: unknown } = {},
  ) {
    super(code, { cause: options.cause });
  }
}
