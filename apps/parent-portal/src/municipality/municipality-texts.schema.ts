import { z } from 'zod';
import { MunicipalitySchema, OrganisationSchema } from '#contracts/ids.js';
import { LanguageSchema } from '#contracts/questions/consents.js';
import { DateSchema } from '#contracts/values.js';

/** By language; Danish must be there. */
const TextsSchema = z.record(LanguageSchema, z.string().min(1)).refine((texts) => 'da' in texts, 'Danish is missing');

/** Whom to ask about something. */
const ContactSchema = z.strictObject({
  name: TextsSchema,
  about: TextsSchema,
  phone: z
    .string()
    .regex(/^[+\d ]{8,20}$/)
    .optional(),
  hours: TextsSchema.optional(),
  mail: z.email().optional(),
});
export type Contact = z.infer<typeof ContactSchema>;

const MunicipalityTextsSchema = z.strictObject({
  /** What units and institutions are called to parents. */
  places: z.record(OrganisationSchema, TextsSchema),
  /** Questions about a child and about what is written. */
  contacts: z.array(ContactSchema),
  /** How the municipality uses personal data (GDPR articles 13 and 14), as its data protection officer wants it. */
  processing: z
    .strictObject({
      updated: DateSchema,
      sections: z.array(z.strictObject({ heading: TextsSchema, paragraphs: z.array(TextsSchema).min(1) })).min(1),
    })
    .nullable(),
});
export type MunicipalityTexts = z.infer<typeof MunicipalityTextsSchema>;

/** What municipalities themselves say on the pages. Data: a municipality changes it without a new version of the portal. */
export const PortalTextsSchema = z.strictObject({
  /** Problems with using the portal; for everybody, logged in or not. */
  support: ContactSchema,
  municipalities: z.record(MunicipalitySchema, MunicipalityTextsSchema),
});
export type PortalTexts = z.infer<typeof PortalTextsSchema>;
