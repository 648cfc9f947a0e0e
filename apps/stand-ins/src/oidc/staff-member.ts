import { z } from 'zod';
import { MunicipalitySchema, OrganisationSchema } from '#contracts/ids.js';
import { StaffRoleSchema } from '#contracts/questions/access.js';

/** Somebody with a staff login, as the people file and the control door give them. */
export const StaffMemberSchema = z.object({
  username: z.string().regex(/^[a-z0-9-]{1,64}$/),
  subject: z.string().min(1).max(128),
  role: StaffRoleSchema,
  organisation: OrganisationSchema,
  municipality: MunicipalitySchema,
});
export type StaffMember = z.infer<typeof StaffMemberSchema>;
