import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';

const CprText = z
  .string()
  .regex(/^\d{10}$/)
  .refine(isCpr, 'The date of the number does not exist');

function isCpr(text: string): boolean {
  try {
    return Cpr.parse(text) instanceof Cpr;
  } catch (error) {
    if (error instanceof RefusalError) return false;
    throw error;
  }
}

/** One person of the register. Everything but number and name has the value most people have. */
export const CitizenSchema = z.object({
  cpr: CprText,
  name: z.string().min(1),
  /** persondata.status: 1, 3, 5, 7 active; 20 tax only; 30 annulled; 50 duplicate; 60 changed number; 70 missing; 80 emigrated; 90 dead. */
  status: z.union([1, 3, 5, 7, 20, 30, 50, 60, 70, 80, 90].map((code) => z.literal(code))).default(1),
  /** The number that took this one's place (status 50 or 60). */
  currentCpr: CprText.optional(),
  /** First day of name and address protection. */
  protectedFrom: z.iso.date().optional(),
  protectedUntil: z.iso.date().optional(),
  digitalPost: z.boolean().default(true),
  address: z.object({ street: z.string(), postcode: z.string(), district: z.string() }).optional(),
});
export type Citizen = z.infer<typeof CitizenSchema>;

/**
 * Who holds custody. Type 3 is the mother, 4 the father, 5 and 6 other holders; only the last two name the holder
 * themselves. `until` is the first day on which it is over.
 */
const CustodySchema = z.object({
  type: z.union([z.literal(3), z.literal(4), z.literal(5), z.literal(6)]),
  holder: CprText.optional(),
  from: z.iso.date().default('2000-01-01'),
  until: z.iso.date().optional(),
});
export type Custody = z.infer<typeof CustodySchema>;

export const FamilySchema = z.object({
  label: z.string().optional(),
  child: CprText,
  mother: CprText.optional(),
  father: CprText.optional(),
  custody: z.array(CustodySchema),
});
export type Family = z.infer<typeof FamilySchema>;

/** The part of STANDINS_PEOPLE_FILE, and of the control door's body, that the custody register reads. */
export const PeopleSchema = z.object({
  citizens: z.array(CitizenSchema).default([]),
  families: z.array(FamilySchema).default([]),
});
export type People = z.infer<typeof PeopleSchema>;
