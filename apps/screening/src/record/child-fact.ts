import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import type { LetterChannel, LetterKind } from '../letters/letter.js';
import type { AdbbResult } from '../adbb/adbb-result.js';
import type { Judgement } from '../adbb/adbb.rules.js';
import type { Task, TaskClosing } from '../tasks/task.js';
import type { Author } from './author.js';
import type { Occasion } from './occasion.js';

/**
 * What can happen to a child's record, and what each kind of fact holds: ids, codes, numbers and dates, never free text. The
 * facts are kept for good and everything else about the record follows from them.
 */
export interface FactData {
  'child.registered': { healthVisitingUnit: string };
  'custody.changed': { guardianIds: string[]; asOf: string };
  /** The entry as it came; its ADBB observations follow as facts of their own. */
  'journal_entry.filed': Omit<JournalEntryReceivedV1, 'municipality' | 'childId' | 'adbb'> & { adbbCount: number };
  'adbb_result.recorded': { result: AdbbResult; previousResultId: string | null };
  /** The same content was reported again, later; only the time that newer reports must beat moves on. */
  'adbb_result.confirmed': { key: string; reportedAt: string };
  /** Taken back by the sender for good; without a result when the withdrawal came before what it withdraws. */
  'adbb_result.withdrawn': { key: string; resultId: string | null };
  /** `told`: level, lateness or window changed, so that others are told. */
  'level.judged': { judgement: Judgement | null; previous: Judgement['level'] | null; told: boolean };
  'repeat.requested': { resultId: string; window: { from: string; to: string } };
  'repeat.overdue': { key: string; resultId: string; overdueAt: string };
  'focus_point.suggested': { key: string; resultId: string };
  'task.opened': { task: Omit<Task, 'state' | 'closing' | 'openedAt'> };
  'task.closed': { taskId: string; closing: Omit<TaskClosing, 'at'> };
  'document.written': {
    documentId: string;
    version: number;
    kind: 'health_visit_summary';
    author: Author;
    basedOnResultId: string | null;
  };
  /** `judgement`: what was known of the result at that moment; a later correction does not change what was shared. */
  'document.shared': {
    documentId: string;
    version: number;
    kind: 'health_visit_summary';
    corrected: boolean;
    guardianIds: string[];
    author: Author;
    basedOnResultId: string | null;
    judgement: Judgement | null;
  };
  'document.opened': { documentId: string; version: number; guardianId: string };
  /** Without the words, which lie in a table of their own. */
  'guardian.message.received': { messageId: string; guardianId: string };
  'letter.requested': { letterId: string; guardianId: string; kind: LetterKind };
  'letter.submitted': {
    letterId: string;
    channel: LetterChannel;
    tries: number;
    failedTries: { at: string; code: string }[];
    messageUuid: string;
  };
  'letter.delivered': { letterId: string; channel: LetterChannel; deliveredAt: string; late: boolean };
  'letter.failed': { letterId: string; code: string; tries: number };
  'letter.unknown': { letterId: string; tries: number };
  'letter.cancelled': { letterId: string; code: string };
  'letter.reply.received': { letterId: string; replyId: string; guardianId: string };
}

export type FactType = keyof FactData;

interface FactOf<Type extends FactType> extends Occasion {
  type: Type;
  /** Version of the shape of `data`. */
  version: 1;
  data: FactData[Type];
}

export type ChildFact = { [Type in FactType]: FactOf<Type> }[FactType];
