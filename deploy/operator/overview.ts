import type { Silent } from './ask-services.js';
import type { Outcome } from './operator-command.js';
import { table } from './table.js';

/**
 * What several services said, as one table. One that gave no answer has its row too, and the command ends with 1: what may lie there is
 * not known.
 */
export function overview(
  answer: object,
  silent: readonly Silent[],
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): Outcome {
  const at = header.indexOf('SERVICE');
  const away = silent.map(({ service, why }) => [
    ...Array.from({ length: at }, () => null),
    service,
    `does not answer (${why})`,
  ]);
  return {
    answer: { ...answer, silent },
    words: table(header, [...rows, ...away]),
    exitCode: silent.length > 0 ? 1 : 0,
  };
}
