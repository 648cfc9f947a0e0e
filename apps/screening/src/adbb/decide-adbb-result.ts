import { isDeepStrictEqual } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import type { AdbbReported, JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { namedUuid } from '#contracts/named-uuid.js';
import type { RecordDraft } from '../record/record-draft.js';
import type { RuleSet } from '../rule-sets/rule-set.js';
import { resultKey, type AdbbResult } from './adbb-result.js';

const content = ({ observedOn, observedAt, items }: AdbbReported | AdbbResult) => ({ observedOn, observedAt, items });

/** R5: the higher version wins; without versions the later report, and of two at the same time the one that came last. */
function comparison(reported: AdbbReported, entry: JournalEntryReceivedV1, standing: AdbbResult) {
  const same = isDeepStrictEqual(content(reported), content(standing));
  if (entry.version !== null && standing.version !== null) return entry.version > standing.version ? 'newer' : 'older';
  const order = Temporal.Instant.compare(entry.reportedAt, standing.reportedAt);
  if (order < 0 || (order === 0 && same)) return 'older';
  return same ? 'confirmed' : 'newer';
}

function recorded(
  reported: AdbbReported,
  entry: JournalEntryReceivedV1,
  draft: RecordDraft,
  rules: RuleSet,
): AdbbResult {
  return {
    resultId: namedUuid('adbb_result', entry.receiptId, reported.resourceId),
    sourceSystem: entry.sourceSystem,
    recordId: reported.resourceId,
    version: entry.version,
    reportedAt: entry.reportedAt,
    receivedAt: draft.occasion.occurredAt,
    receiptId: entry.receiptId,
    observedOn: reported.observedOn,
    observedAt: reported.observedAt,
    items: reported.items,
    total: reported.total,
    atOrAboveCutOff: reported.total >= rules.cutOff,
    cutOff: rules.cutOff,
    days: { repeatFrom: rules.repeatFromDay, repeatTo: rules.repeatToDay, overdue: rules.overdueDay },
    ruleSet: rules.name,
    ruleVersion: rules.version,
    state: 'standing',
    traceparent: draft.occasion.traceparent,
  };
}

/** Takes a result back for good, also when the withdrawal comes before the result itself. Tells whether anything changed. */
export function withdrawResult(draft: RecordDraft, key: string): boolean {
  const { results, withdrawn } = draft.record.adbb;
  if (withdrawn.includes(key)) return false;
  const standing = results.find((result) => resultKey(result) === key && result.state === 'standing');
  draft.add('adbb_result.withdrawn', { key, resultId: standing?.resultId ?? null });
  return standing !== undefined;
}

/** Lets one reported observation stand in the record, replace its earlier version, or change nothing (R5). Tells whether anything changed. */
export function takeResult(
  draft: RecordDraft,
  reported: AdbbReported,
  entry: JournalEntryReceivedV1,
  rules: RuleSet,
): boolean {
  const key = resultKey({ sourceSystem: entry.sourceSystem, recordId: reported.resourceId });
  if (reported.status === 'entered-in-error') return withdrawResult(draft, key);
  const { results, withdrawn } = draft.record.adbb;
  if (withdrawn.includes(key)) return false;
  const standing = results.find((result) => resultKey(result) === key && result.state === 'standing');
  const outcome = standing ? comparison(reported, entry, standing) : 'newer';
  if (outcome === 'confirmed') draft.add('adbb_result.confirmed', { key, reportedAt: entry.reportedAt });
  if (outcome !== 'newer') return false;
  draft.add('adbb_result.recorded', {
    result: recorded(reported, entry, draft, rules),
    previousResultId: standing?.resultId ?? null,
  });
  return true;
}
