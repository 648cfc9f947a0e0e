/**
 * What is told of an error: its class, its code, and where in the code it arose. Its message is left out, because messages of
 * parsers and databases quote the data they failed on.
 */
export function errorFields(error: unknown): Record<string, string | undefined> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { constraint, table, routine } = error as {
    constraint?: unknown;
    table?: unknown;
    routine?: unknown;
  };
  return {
    errorName: error.name,
    errorCode: codeOf(error),
    constraint: asCode(constraint),
    table: asCode(table),
    routine: asCode(routine),
    stack: frames(error),
    ...(error.cause instanceof Error
      ? { causeName: error.cause.name, causeCode: codeOf(error.cause), causeStack: frames(error.cause) }
      : {}),
  };
}

/** Errors of the broker's protocol carry a number as their code and its name as their type. */
function codeOf(error: Error): string | undefined {
  const { code, type } = error as { code?: unknown; type?: unknown };
  return asCode(type) ?? asCode(code);
}

function asCode(value: unknown): string | undefined {
  return (typeof value === 'string' && /^[\w.-]{1,80}$/.test(value)) || typeof value === 'number'
    ? String(value)
    : undefined;
}

/** Only the `at ...` lines: the head of a stack repeats the message. */
function frames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim())
    .join(' | ');
}
