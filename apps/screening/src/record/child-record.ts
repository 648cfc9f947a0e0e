import type { AdbbResult } from '../adbb/adbb-result.js';
import type { Judgement, OverdueMark } from '../adbb/adbb.rules.js';
import type { RecordDocument } from '../documents/record-document.js';
import type { Letter } from '../letters/letter.js';
import type { Task } from '../tasks/task.js';

/**
 * What the service must know of a child to decide, folded from the facts. It can be thrown away at any time. The visits'
 * many observations are not in it: they are read from the facts when somebody looks, so that a long history costs nothing
 * when the next entry comes.
 */
export interface ChildRecord {
  childId: string;
  municipality: string;
  /** Count of facts folded in. */
  revision: number;
  unit: string | null;
  custody: { guardianIds: string[]; asOf: string } | null;
  entries: number;
  adbb: {
    /** Every version in the order it was taken in; nothing is removed but for storage. */
    results: AdbbResult[];
    /** How many versions lie in the facts alone; see `adbb/past-results.rules.ts`. */
    past: number;
    /** Keys taken back for good. */
    withdrawn: string[];
    judgement: Judgement | null;
    overdue: OverdueMark[];
    /** Keys of first results that have once suggested a focus point. */
    focusPoints: { key: string; resultId: string; at: string }[];
  };
  tasks: Task[];
  documents: RecordDocument[];
  letters: Letter[];
}

export function emptyRecord(childId: string, municipality: string): ChildRecord {
  return {
    childId,
    municipality,
    revision: 0,
    unit: null,
    custody: null,
    entries: 0,
    adbb: { results: [], past: 0, withdrawn: [], judgement: null, overdue: [], focusPoints: [] },
    tasks: [],
    documents: [],
    letters: [],
  };
}
