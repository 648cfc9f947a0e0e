import { z } from 'zod';
import { StaffRoleSchema } from '#contracts/questions/access.js';

/** The numbers and roles that a municipality may set (R2, R3, R4). Days are counted from the first observation. */
export const RuleSetContentSchema = z
  .strictObject({
    /** A total at or above it is looked at again. */
    cutOff: z.int().min(1).max(32),
    /** First day on which a repeated observation decides; before it an observation is interim. */
    repeatFromDay: z.int().min(1).max(90),
    /** Last day of the window for the repeated observation. */
    repeatToDay: z.int().min(1).max(90),
    /** The repeat is overdue from 00:00 on this day, Copenhagen time. */
    overdueDay: z.int().min(2).max(91),
    minAgeDays: z.int().min(0).max(365),
    /** Completed months, this month included. */
    maxAgeMonths: z.int().min(1).max(36),
    permittedRoles: z.strictObject({
      writeSummary: z.array(StaffRoleSchema).min(1),
      shareSummary: z.array(StaffRoleSchema).min(1),
    }),
  })
  .refine((rules) => rules.repeatFromDay <= rules.repeatToDay && rules.repeatToDay < rules.overdueDay, {
    message: 'The days must rise: repeatFromDay, repeatToDay, overdueDay.',
    path: ['overdueDay'],
  });
export type RuleSetContent = z.infer<typeof RuleSetContentSchema>;

/** One version of a municipality's rules. A version is never changed: a later one takes over for later results. */
export interface RuleSet extends RuleSetContent {
  name: string;
  version: number;
}

/**
 * What a municipality starts with. Cut-off 5: Guedeney & Fermanian 2001. Repeat within one to two weeks: Danish practice
 * ("Seks år med ADBB i Danmark"). 56 days and the day limits 7, 14 and 15 are the project's own choice.
 */
export const defaultRules: RuleSetContent = {
  cutOff: 5,
  repeatFromDay: 7,
  repeatToDay: 14,
  overdueDay: 15,
  minAgeDays: 56,
  maxAgeMonths: 24,
  permittedRoles: { writeSummary: ['health_visitor'], shareSummary: ['health_visitor'] },
};
