/** A civil registration number, in whatever spelling: it must not get into a log. */
const CPR = /(?<!\d)\d{6}[- ]?\d{4}(?!\d)/;

/** What is wrong with a reason, in words; null when nothing is. */
export function reasonFault(reason: string): string | null {
  const text = reason.trim();
  if (text === '') return 'Write why you do this.';
  if (text.length > 500) return 'Write at most 500 characters.';
  return CPR.test(text) ? 'Leave the civil registration number out.' : null;
}
