/** What each step is called on a page. A step that is not listed shows its own name. */
const words: Readonly<Record<string, string>> = {
  'journal.entry.received': 'Entry taken in',
  'journal.entry.rejected': 'Entry refused',
  'screening.result.recorded': 'Result in the record',
  'screening.result.superseded': 'Result corrected',
  'screening.result.withdrawn': 'Result withdrawn',
  'screening.level.changed': 'Level set',
  'screening.repeat.requested': 'Repeat asked for',
  'screening.repeat.overdue': 'Repeat overdue',
  'focus_point.suggested': 'Focus point suggested',
  'portal.document.shared': 'Document shared',
  'portal.document.opened': 'Document opened',
  'letter.requested': 'Letter ordered',
  'letter.submitted': 'Letter accepted by the channel',
  'letter.delivered': 'Letter delivered',
  'letter.failed': 'Letter failed',
  'letter.unknown': 'Letter: no answer, asking',
  'letter.cancelled': 'Letter cancelled',
  'letter.reply.received': 'Reply received',
  'trace.gap.detected': 'Chain stopped: gap found',
};

export const stepWords = (name: string): string => words[name] ?? name;
