import { RefusalError } from '#contracts/refusal-error.js';
import type { EntryFormat, SenderRow } from './sender.row.js';

/** Refuses a form of entry that the sender is not registered for. */
export function mayHandIn({ formats }: Pick<SenderRow, 'formats'>, format: EntryFormat): void {
  if (formats.includes(format)) return;
  throw new RefusalError('SENDER_UNKNOWN', {
    detail: 'The sender is not registered for this form of entry',
    cure: 'Let the municipality register the journal system for this form.',
  });
}
