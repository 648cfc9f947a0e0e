import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Fault } from '../layout/fault-summary.view.js';
import { FormKeySchema } from '../pages/form-key.js';
import type { Words } from '../words/words.js';

/** The most that a question may hold, as its contract says. */
const LONGEST = 4000;

/** What is wrong is said on the page, so the form's own shape takes any words. */
export const InformationFormSchema = z.object({ key: FormKeySchema, childNumber: z.string(), question: z.string() });
export type InformationForm = z.infer<typeof InformationFormSchema>;

/** The child's number, if it is one; and what is wrong with the form. Only the form is judged: whether a child is known is not asked. */
export function readInformationForm(
  { childNumber, question }: InformationForm,
  { information }: Words,
): { childCpr: Cpr; faults: [] } | { childCpr: null; faults: Fault[] } {
  const faults: Fault[] = [];
  const childCpr = cprIn(childNumber);
  if (!childCpr) faults.push({ name: 'childNumber', text: information.numberInvalid });
  if (question.trim() === '') faults.push({ name: 'question', text: information.questionEmpty });
  if (question.length > LONGEST) faults.push({ name: 'question', text: information.questionTooLong(question.length) });
  return childCpr && faults.length === 0 ? { childCpr, faults: [] } : { childCpr: null, faults };
}

/** People write spaces and dashes of many kinds. */
function cprIn(text: string): Cpr | null {
  try {
    return Cpr.parse(text.replace(/[\s\p{Dash}]/gu, ''));
  } catch (error) {
    if (error instanceof RefusalError && error.code === 'CPR_INVALID') return null;
    throw error;
  }
}
