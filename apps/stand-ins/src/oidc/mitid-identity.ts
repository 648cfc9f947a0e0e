import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { MunicipalitySchema } from '#contracts/ids.js';

/** What may be said of somebody's MitID; whatever is not said is as for most people. */
export const MitidSettingsSchema = z.object({
  cpr: z.string().regex(/^\d{10}$/),
  name: z.string().min(1).optional(),
  municipality: MunicipalitySchema.optional(),
  loa: z.enum(['low', 'substantial', 'high']).optional(),
  /** False for an identity without a civil registration number: the broker then has none to give. */
  hasCpr: z.boolean().optional(),
  /** True for somebody who logs in on behalf of an employer. */
  professional: z.boolean().optional(),
  /** Name and address protection. */
  protected: z.boolean().optional(),
});
export type MitidSettings = z.infer<typeof MitidSettingsSchema>;

/** A person's MitID as the broker sees it. */
export interface MitidIdentity {
  cpr: Cpr;
  /** The same at each login, and without a way back to the number. */
  uuid: string;
  name: string;
  municipality: string;
  loa: 'low' | 'substantial' | 'high';
  hasCpr: boolean;
  professional: boolean;
  protected: boolean;
}

export function mitidIdentity(settings: MitidSettings): MitidIdentity {
  const { cpr, ...said } = settings;
  return {
    name: 'Ukendt Testperson',
    municipality: 'K1',
    loa: 'substantial',
    hasCpr: true,
    professional: false,
    protected: false,
    ...said,
    cpr: Cpr.parse(cpr),
    uuid: uuidOf(cpr),
  };
}

/** A name-based UUID (version 8): stable over restarts, so that grants and tests can rely on it. */
function uuidOf(cpr: string): string {
  const hex = createHash('sha256').update(`mitid stand-in ${cpr}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
