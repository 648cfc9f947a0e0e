import { z } from 'zod';

/** An instant in ISO 8601 with `Z`. */
export const InstantSchema = z.iso.datetime({ offset: false });
/** A calendar date in Copenhagen, `YYYY-MM-DD`. */
export const DateSchema = z.iso.date();
/** The sender's own record id or a FHIR resource id: limited so that no free text or CPR travels in it. */
export const RecordIdSchema = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);
/** One of the closed refusal or warning codes, as text: older consumers must read codes that came later. */
export const CodeTextSchema = z.string().regex(/^[A-Z0-9_]{1,64}$/);
/** Where in the sender's message a fault sits: linkId, FHIRPath or XPath with line. Never a value. */
export const PlaceSchema = z.string().max(256);
/** First and last day of the window for a repeated observation, both included. */
export const WindowSchema = z.object({ from: DateSchema, to: DateSchema });
export type Window = z.infer<typeof WindowSchema>;
