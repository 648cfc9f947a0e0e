import { counter } from '#observability/metrics.js';
import type { LetterKind } from '../texts/letter-template.js';

const ordered = counter('hub.letters.ordered');

export function countOrdered(count: number, kind: LetterKind): void {
  ordered.add(count, { kind });
}
