/** What whoever gave a command can mend: one message that says what happened, where, and what to do. Shown without a trace. */
export class CommandError extends Error {
  constructor(
    message: string,
    /** 2: the command was given wrongly; 1: it could not be done. */
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(message);
  }
}
