import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { MunicipalitySchema } from '#contracts/ids.js';

/** A machine that may ask for tokens with a signed assertion; with `redirectUris` it may also log people in. */
const RegisteredClientSchema = z.object({
  clientId: z.string().min(1),
  jwk: z.looseObject({ kty: z.string(), kid: z.string().optional() }),
  principalKind: z.enum(['journal_system', 'service', 'channel']),
  municipality: MunicipalitySchema.optional(),
  scopes: z.array(z.string()).default([]),
  redirectUris: z.array(z.url()).default([]),
});
export type RegisteredClient = z.infer<typeof RegisteredClientSchema>;

/** The clients of STANDINS_CLIENTS_FILE. */
export function readRegisteredClients(file: string): RegisteredClient[] {
  return z.array(RegisteredClientSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}
