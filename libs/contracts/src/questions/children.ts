import { z } from 'zod';
import { ChildIdSchema, GuardianIdSchema, MunicipalitySchema, OrganisationSchema } from '../ids.js';
import { DateSchema, InstantSchema } from '../values.js';

/** POST /children of consent. `cpr` is ten digits. */
export const RegisterChildSchema = z.object({ cpr: z.string(), healthVisitingUnit: OrganisationSchema });
export const RegisteredChildSchema = z.object({ childId: ChildIdSchema });

/** POST /children/find of consent: keyed hashes (HMAC-SHA256, hex) in, those known out. */
export const FindChildrenSchema = z.object({
  municipality: MunicipalitySchema,
  cprHashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(1000),
});
export const FoundChildrenSchema = z.object({
  children: z.array(z.object({ cprHash: z.string(), childId: ChildIdSchema, birthDate: DateSchema })),
});
export type FoundChildren = z.infer<typeof FoundChildrenSchema>;

/** GET /children/:childId of consent. */
export const ChildSchema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  healthVisitingUnit: OrganisationSchema,
  birthDate: DateSchema,
});
export type Child = z.infer<typeof ChildSchema>;

/** GET /children/:childId/guardians of consent: who holds custody now. */
export const CurrentGuardiansSchema = z.object({
  asOf: InstantSchema,
  guardians: z.array(z.object({ guardianId: GuardianIdSchema })),
  /** Some of them may learn no organisation, unit or address of the child: somebody else in the family is protected. */
  placesWithheld: z.boolean().default(true),
});
export type CurrentGuardians = z.infer<typeof CurrentGuardiansSchema>;
