import { z } from 'zod';
import type { LetterSummary } from '#contracts/questions/letters.js';
import { LetterIdSchema } from '#contracts/ids.js';
import type { Letter } from './letter.js';

export function letterSummary(letter: Letter): LetterSummary {
  return {
    letterId: letter.letterId,
    childId: letter.childId,
    kind: letter.kind,
    state: letter.state,
    channel: letter.tried?.channel ?? null,
    tries: letter.tries,
    code: 'code' in letter ? letter.code : null,
    requestedAt: letter.requestedAt.toString(),
    submittedAt: ('submittedAt' in letter && letter.submittedAt?.toString()) || null,
    deliveredAt: letter.state === 'delivered' ? letter.deliveredAt.toString() : null,
    late: letter.state === 'delivered' && letter.late,
  };
}

/** GET /letters/:letterId/content: the words as they were sent. */
export const LetterContentSchema = z.object({
  letterId: LetterIdSchema,
  language: z.enum(['da', 'en']),
  label: z.string(),
  notification: z.string(),
  title: z.string(),
  paragraphs: z.array(z.string()),
  action: z.object({ label: z.string(), url: z.string() }),
});
export type LetterContent = z.infer<typeof LetterContentSchema>;
