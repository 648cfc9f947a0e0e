import { z } from 'zod';
import { ChildIdSchema, GuardianIdSchema, MunicipalitySchema } from '../ids.js';

/** A child as its guardian, or the young person, may see it. */
export const GuardianChildSchema = z.object({
  childId: ChildIdSchema,
  /** `self`: the young person, from the 15th birthday. */
  relation: z.enum(['guardian', 'self']),
  /** Null while the register does not answer. */
  firstName: z.string().nullable(),
  /** Whole months of life. */
  ageMonths: z.int().min(0),
  /** The guardian may learn no organisation, unit or address of the child: somebody else in the family is protected. */
  placesWithheld: z.boolean().default(true),
});
export type GuardianChild = z.infer<typeof GuardianChildSchema>;

/** POST /guardians/identify of consent: the person who logged in, and the children whose custody is held now, eldest first. */
export const IdentifyGuardianSchema = z.object({ municipality: MunicipalitySchema, cpr: z.string() });
export const IdentifiedGuardianSchema = z.object({
  guardianId: GuardianIdSchema.nullable(),
  children: z.array(GuardianChildSchema),
  /** In which the guardian wants letters; null for nobody. */
  language: z.enum(['da', 'en']).nullable().default(null),
});
export type IdentifiedGuardian = z.infer<typeof IdentifiedGuardianSchema>;

/** GET /guardians/:guardianId/recipient of consent: whom a letter is addressed to. For notifications alone. */
export const LetterRecipientSchema = z.object({ cpr: z.string(), name: z.string(), language: z.enum(['da', 'en']) });
export type LetterRecipient = z.infer<typeof LetterRecipientSchema>;
