/** One step of a chain as operations tells it. */
interface TimedStep {
  name: string;
  service?: string | undefined;
  /** Milliseconds since the first step. */
  elapsedMs: number;
}

/** The chain as a table for the terminal: when, what, where. */
export function chainTable(steps: readonly TimedStep[]): string {
  const rows = steps.map(({ name, service, elapsedMs }) => [`${elapsedMs} ms`, name, service ?? '']);
  const header = ['since intake', 'step', 'service'];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = ([when = '', what = '', where = '']: string[]): string =>
    `  ${when.padStart(widths[0] ?? 0)}  ${what.padEnd(widths[1] ?? 0)}  ${where}`.trimEnd();
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
