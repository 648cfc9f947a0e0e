import { z } from 'zod';
import { ConsentTextSchema, ConsentableKindSchema, ConsentTypeNameSchema } from '#contracts/questions/consents.js';

const LegalBasisSchema = z.string().min(1).max(300);

/** What a municipality decides about one kind of consent. The words are what those who answer are shown. */
export const ConsentTypeContentSchema = z.strictObject({
  documentKinds: z.array(ConsentableKindSchema).min(1),
  /** Whether everybody who holds custody must grant, or one is enough. */
  completeness: z.enum(['all', 'any']),
  gdprBasis: LegalBasisSchema,
  confidentialityBasis: LegalBasisSchema,
  /** Health law lets a written consent lapse after a year at the latest. */
  longestDays: z.int().min(1).max(366),
  /** Whether the consent must name a transition. */
  forTransition: z.boolean(),
  /** Whether those who are asked are told by letter. */
  byLetter: z.boolean(),
  /** In Danish at least, one for each language. */
  texts: z
    .array(ConsentTextSchema)
    .min(1)
    .refine((texts) => new Set(texts.map(({ language }) => language)).size === texts.length)
    .refine((texts) => texts.some(({ language }) => language === 'da')),
});
export type ConsentTypeContent = z.infer<typeof ConsentTypeContentSchema>;

/** One version of a type. A version is never changed; a consent keeps the words of the version it was asked with. */
export const ConsentTypeSchema = z.object({
  name: ConsentTypeNameSchema,
  version: z.int().min(1),
  ...ConsentTypeContentSchema.shape,
});
export type ConsentType = z.infer<typeof ConsentTypeSchema>;
