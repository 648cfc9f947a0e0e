import { z } from 'zod';
import { MunicipalitySchema, OrganisationSchema } from '#contracts/ids.js';
import { StaffRoleSchema } from '#contracts/questions/access.js';
import type { Principal } from './principal.js';

const scopes = z
  .string()
  .default('')
  .transform((text) => text.split(' ').filter((scope) => scope !== ''));
const clientId = z.string().min(1).max(128);
const subject = z.string().min(1).max(128);

/** The claims of an access token of the hub, by kind of caller. */
const ClaimsSchema = z.discriminatedUnion('principal_kind', [
  z.object({
    principal_kind: z.literal('journal_system'),
    client_id: clientId,
    scope: scopes,
    municipality: MunicipalitySchema,
  }),
  z.object({ principal_kind: z.literal('service'), client_id: clientId, scope: scopes }),
  z.object({ principal_kind: z.literal('channel'), client_id: clientId, scope: scopes }),
  z.object({
    principal_kind: z.literal('staff'),
    sub: subject,
    role: StaffRoleSchema,
    organisation: OrganisationSchema,
    municipality: MunicipalitySchema,
  }),
  z.object({ principal_kind: z.literal('guardian'), sub: subject, municipality: MunicipalitySchema }),
]);

/** The caller that the claims of a verified token describe, or null when they describe none. */
export function principalOf(claims: unknown, token: string): Principal | null {
  const parsed = ClaimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  const known = parsed.data;
  switch (known.principal_kind) {
    case 'journal_system':
      return {
        kind: 'journal_system',
        clientId: known.client_id,
        municipality: known.municipality,
        scopes: known.scope,
      };
    case 'service':
    case 'channel':
      return { kind: known.principal_kind, clientId: known.client_id, scopes: known.scope };
    case 'staff':
      return {
        kind: 'staff',
        subject: known.sub,
        role: known.role,
        organisation: known.organisation,
        municipality: known.municipality,
      };
    case 'guardian':
      return { kind: 'guardian', subject: known.sub, municipality: known.municipality, token };
  }
}
