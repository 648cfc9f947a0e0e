import type { UnitOfWork } from '#persistence/unit-of-work.js';
import type { MessagingLimits } from '../messaging.config.js';

type Days = Pick<MessagingLimits, 'outboxDays' | 'inboxDays' | 'letterDays'>;

/** So many rows leave in one transaction. */
const AT_ONCE = 10_000;

const OUTLIVED: readonly { table: string; gone: string; days: keyof Days }[] = [
  { table: 'outbox_default', gone: 'sent_at is not null and appended_at < now() - $1', days: 'outboxDays' },
  { table: 'inbox_default', gone: 'taken_on < now() - $1', days: 'inboxDays' },
  // Of events that nobody has tried again since: they came to another instance and were handled there, or were deleted.
  { table: 'consumer_attempt', gone: 'first_at < now() - $1', days: 'inboxDays' },
  {
    table: 'dead_letter',
    gone: `state in ('replayed', 'discarded') and state_since < now() - $1`,
    days: 'letterDays',
  },
];

/** Removes what has served its time and lies in no partition of a day. What was done to letters stays in the log of acts. */
export async function removeOutlived(unitOfWork: UnitOfWork, limits: Days): Promise<void> {
  for (const { table, gone, days } of OUTLIVED) {
    const where = gone.replace('$1', 'make_interval(days => $1)');
    let left = true;
    while (left) {
      left = await unitOfWork.run(async (tx) => {
        const removed = await tx.query(
          // Looked at again once it is locked: somebody may open a letter again at this moment.
          `delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit ${AT_ONCE})) and ${where} returning 1`,
          [limits[days]],
        );
        return removed.length === AT_ONCE;
      });
    }
  }
}
