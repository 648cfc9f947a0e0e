import { z } from 'zod';
import { LanguageSchema } from '#contracts/questions/consents.js';
import { FormKeySchema } from '../pages/form-key.js';

/** The form with which a consent is withdrawn: which words were shown, and the form's own key. */
export const WithdrawFormSchema = z.object({
  key: FormKeySchema,
  textVersion: z.coerce.number().int().min(1),
  language: LanguageSchema,
});
export type WithdrawForm = z.infer<typeof WithdrawFormSchema>;

/** The form with which a consent is granted or declined. */
export const AnswerFormSchema = WithdrawFormSchema.extend({ decision: z.enum(['granted', 'declined']) });
export type AnswerForm = z.infer<typeof AnswerFormSchema>;
