/**
 * What is told of an error: its class, its code, and where in the code it arose. Its message is left out, because messages of
 * parsers and databases quote the data they failed on.
 */
export function errorFields(error: unknown): Record<string, string | undefined> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { code, constraint, table, routine } = error as {
    code?: unknown;
    constraint?: unknown;
    table?: unknown;
    routine?: unknown;
  };
  return {
    errorName: error.name,
    errorCode: asCode(code),
    constraint: asCode(constraint),
    table: asCode(table),
    routine: asCode(routine),
    stack: frames(error),
    ...(error.cause instanceof Error ? { causeName: error.cause.name, causeStack: frames(error.cause) } : {}),
  };
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
