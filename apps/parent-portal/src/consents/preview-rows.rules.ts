import type { Organisation } from '#contracts/ids.js';
import type { WithdrawalPreview } from '#contracts/questions/consents.js';
import type { Words } from '../words/words.js';
import { reasonOfCode, roleName } from '../words/code-words.js';

interface PreviewRow {
  place: string;
  roles: string[];
  things: string[];
  answer: string;
}

/** The refusals to come, in words: one row for each place, answer and group of people there, with everything that they can no longer read. */
export function previewRows(
  { refusals }: WithdrawalPreview,
  words: Words,
  placeName: (organisation: Organisation) => string,
): PreviewRow[] {
  const rows = new Map<string, PreviewRow>();
  for (const { organisation, role, documentKind, code } of refusals) {
    const key = [organisation, documentKind, code].join('\n');
    const row = rows.get(key) ?? {
      place: organisation ? placeName(organisation) : words.consents.placeWithheld,
      roles: [],
      things: [words.things[documentKind]],
      answer: reasonOfCode(code, words),
    };
    row.roles.push(roleName(role, words));
    rows.set(key, row);
  }
  const together = new Map<string, PreviewRow>();
  for (const row of rows.values()) {
    const key = [row.place, row.answer, ...row.roles].join('\n');
    const known = together.get(key);
    if (known) known.things.push(...row.things);
    else together.set(key, row);
  }
  return [...together.values()];
}
