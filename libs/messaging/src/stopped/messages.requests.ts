import { z } from 'zod';
import { MunicipalitySchema } from '#contracts/ids.js';
import { MessageSelectionSchema } from './message-selection.js';
import { withoutCpr } from './without-cpr.js';

/**
 * Whose messages. The operations service must say it; staff have their own and may name no other. Strict, and so is all that extends it: a
 * filter that is overlooked would show, or act on, more than was asked for.
 */
export const TenantSchema = z.strictObject({ municipality: MunicipalitySchema.optional() });
const CriteriaSchema = z.object({
  key: withoutCpr(z.string().max(128)).optional(),
  type: withoutCpr(z.string().max(128)).optional(),
  code: withoutCpr(z.string().max(64)).optional(),
});
const LimitSchema = TenantSchema.extend({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const position = z.string().regex(/^\d+$/).optional();

/** `since`: only letters whose state has changed since then. */
export const SummaryQuerySchema = TenantSchema.extend(CriteriaSchema.shape).extend({
  id: z.uuid().optional(),
  diedBefore: z.iso.datetime().optional(),
  since: z.iso.datetime().optional(),
});
export const ParkedQuerySchema = LimitSchema.extend(CriteriaSchema.shape).extend({
  after: z.string().max(128).optional(),
});
export const LettersQuerySchema = LimitSchema.extend(CriteriaSchema.shape).extend({
  after: position,
  state: z.enum(['open', 'queued', 'replayed', 'discarded']).default('open'),
});
export const ActsQuerySchema = LimitSchema.extend({ after: position });
export const LetterPathSchema = z.object({ id: z.uuid() });
/** Up to 50 trace ids with commas between. */
export const TracesQuerySchema = TenantSchema.extend({
  traceIds: z.string().regex(/^[0-9a-f]{32}(,[0-9a-f]{32}){0,49}$/),
});
/** `actor`: on whose behalf the operations service acts, and in which role. */
const ReasonSchema = TenantSchema.extend({
  reason: withoutCpr(z.string().trim().min(1).max(500)),
  actor: z.string().trim().min(1).max(200).optional(),
});
export const ReleaseSchema = ReasonSchema.extend({ key: z.string().min(1).max(128) });
/** `eventId`: the one that the dry run showed at the head. Nothing else is set aside in its place. */
export const SetAsideSchema = ReleaseSchema.extend({
  eventId: z.uuid().optional(),
  dryRun: z.boolean().default(false),
}).refine(({ eventId, dryRun }) => dryRun || eventId !== undefined, { path: ['eventId'] });
export const LetterActSchema = ReasonSchema.extend({
  selection: MessageSelectionSchema,
  dryRun: z.boolean().default(false),
});
