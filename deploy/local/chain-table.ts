/** One step of a chain as operations tells it. */
interface TimedStep {
  name: string;
  service?: string | undefined;
  /** Milliseconds since the first step. */
  elapsedMs: number;
  /** Of steps about one letter. */
  letterId?: string | null | undefined;
  channel?: string | null | undefined;
}

/** The chain as a table for the terminal: when, what, where, and which letter, numbered as they were ordered; a letter's channel once it is known. */
export function chainTable(steps: readonly TimedStep[]): string {
  const letters = [...new Set(steps.flatMap(({ letterId }) => letterId ?? []))];
  const letterOf = ({ letterId, channel }: TimedStep): string =>
    letterId ? [`letter ${letters.indexOf(letterId) + 1}`, ...(channel ? [channel] : [])].join(', ') : '';
  const rows = steps.map((step) => [`${step.elapsedMs} ms`, step.name, step.service ?? '', letterOf(step)]);
  const header = ['since intake', 'step', 'service', 'letter'];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = ([when = '', what = '', where = '', letter = '']: string[]): string =>
    `  ${when.padStart(widths[0] ?? 0)}  ${what.padEnd(widths[1] ?? 0)}  ${where.padEnd(widths[2] ?? 0)}  ${letter}`.trimEnd();
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
