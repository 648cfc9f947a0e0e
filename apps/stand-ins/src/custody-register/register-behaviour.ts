import { z } from 'zod';

/**
 * How the register answers: `normal`; `slow` waits `delayMs` first; `silent` never answers; `fault` answers with a SOAP
 * fault; `empty` with a person who has no relations at all; `malformed` with broken XML.
 */
export const RegisterBehaviourSchema = z.object({
  mode: z.enum(['normal', 'slow', 'silent', 'fault', 'empty', 'malformed']),
  delayMs: z.int().min(0).max(60_000).default(0),
});
export type RegisterBehaviour = z.infer<typeof RegisterBehaviourSchema>;
