import { z } from 'zod';

const KleSchema = z.object({
  /** `NN.NN.NN`; decided by the municipality, never guessed. */
  subjectKey: z.string().regex(/^\d{2}\.\d{2}\.\d{2}$/),
  version: z.string().min(1),
  activityFacet: z
    .string()
    .regex(/^[A-ZÆØÅ]\d{2}$/)
    .optional(),
  label: z.string().min(1).max(256),
});

const SenderSchema = z.object({
  cvr: z.string().regex(/^\d{8}$/),
  /** The municipality's name as the recipient sees it. */
  name: z.string().min(1).max(128),
  /** Subject by letter kind, where the municipality has decided one. */
  kle: z.object({ first_share: KleSchema, consent_request: KleSchema }).partial().optional(),
});
export type Sender = z.infer<typeof SenderSchema>;

/** Senders by municipality code, as JSON. */
export const SendersSchema = z.record(z.string().regex(/^[A-Z0-9-]{1,16}$/), SenderSchema);
