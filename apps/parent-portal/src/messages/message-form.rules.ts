import { z } from 'zod';
import type { Fault } from '../layout/fault-summary.view.js';
import { FormKeySchema } from '../pages/form-key.js';
import type { Words } from '../words/words.js';

/** The most that a message may hold, as its contract says. */
const LONGEST = 4000;

/** What is wrong with the words is said on the page, so the form's own shape takes any. */
export const MessageFormSchema = z.object({ key: FormKeySchema, text: z.string() });
export type MessageForm = z.infer<typeof MessageFormSchema>;

/** Nothing but spaces is no message. */
export function messageFaults({ text }: MessageForm, { messages }: Words): Fault[] {
  if (text.trim() === '') return [{ name: 'text', text: messages.empty }];
  return text.length > LONGEST ? [{ name: 'text', text: messages.tooLong(text.length) }] : [];
}
