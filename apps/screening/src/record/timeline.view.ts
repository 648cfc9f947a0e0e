import { z } from 'zod';
import { traceIdOf } from '#observability/traceparent.js';
import type { ChildFact } from './child-fact.js';
import type { PlacedFact } from './record-batch.js';
import { timelineWords } from './timeline-words.js';

export const TimelineViewSchema = z.object({
  childId: z.uuid(),
  /** Oldest to newest. */
  entries: z.array(
    z.object({
      seq: z.int(),
      kind: z.string(),
      /** When it happened; what came in late stands where it happened. */
      at: z.string(),
      recordedAt: z.string(),
      da: z.string(),
      en: z.string(),
      traceId: z.string().nullable(),
      /** Ids of what it is about, such as `resultId`, `letterId`, `documentId`. */
      about: z.record(z.string(), z.string()),
    }),
  ),
});
export type TimelineView = z.infer<typeof TimelineViewSchema>;

const idNames = [
  'receiptId',
  'resultId',
  'taskId',
  'documentId',
  'letterId',
  'replyId',
  'messageId',
  'guardianId',
] as const;

function aboutOf(fact: ChildFact): Record<string, string> {
  const holder: Record<string, unknown> = { ...fact.data };
  if (fact.type === 'adbb_result.recorded') Object.assign(holder, fact.data.result);
  if (fact.type === 'task.opened') Object.assign(holder, fact.data.task);
  return Object.fromEntries(
    idNames.flatMap((name) => (typeof holder[name] === 'string' ? [[name, holder[name] as string]] : [])),
  );
}

/** Everything that happened to the child's record, in words, oldest first. */
export function timelineView(childId: string, facts: readonly PlacedFact[]): TimelineView {
  const entries = facts.flatMap(({ seq, fact }) => {
    const words = timelineWords(fact);
    if (!words) return [];
    return [
      {
        seq,
        kind: fact.type,
        at: fact.occurredAt,
        recordedAt: fact.recordedAt,
        da: words.da,
        en: words.en,
        traceId: traceIdOf(fact.traceparent),
        about: aboutOf(fact),
      },
    ];
  });
  const byTime = entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq));
  return { childId, entries: byTime };
}
