import { z } from 'zod';
import { ObservationKindSchema, type ObservationReported } from '#contracts/events/journal-entry-received.js';
import type { FactData } from '../record/child-fact.js';
import { positionOf } from './position.js';
import { standingResources, type Sourced, type StandingResource } from './reported.rules.js';

type FiledEntry = FactData['journal_entry.filed'];

const CodingSchema = z.object({ system: z.string(), code: z.string() });

const ObservationValueSchema = z.object({
  valueCode: CodingSchema.nullable(),
  /** The digits as the sender wrote them, and the unit. */
  quantity: z.object({ value: z.string(), unit: z.string() }).nullable(),
  date: z.string().nullable(),
  period: z.object({ start: z.string().nullable(), end: z.string().nullable() }).nullable(),
  /** Why there is no value. */
  dataAbsentReason: z.string().nullable(),
  reportedAt: z.string(),
  receiptId: z.string(),
});

export const ObservationViewSchema = ObservationValueSchema.extend({
  sourceSystem: z.string(),
  resourceId: z.string(),
  kind: ObservationKindSchema,
  code: CodingSchema,
  withdrawn: z.boolean(),
  earlier: z.array(ObservationValueSchema),
});
type ObservationView = z.infer<typeof ObservationViewSchema>;

export const AssessmentViewSchema = z.object({
  sourceSystem: z.string(),
  resourceId: z.string(),
  scheme: z.string(),
  position: z.object({ scheme: z.string(), ordinal: z.int(), label: z.string() }).nullable(),
  score: z.int().nullable(),
  date: z.string(),
  reportedAt: z.string(),
  receiptId: z.string(),
  withdrawn: z.boolean(),
});
type AssessmentView = z.infer<typeof AssessmentViewSchema>;

function valueOf({ resource, reportedAt, receiptId }: Sourced<ObservationReported>) {
  const { valueCode, quantity, date, period, dataAbsentReason } = resource;
  return { valueCode, quantity, date, period, dataAbsentReason, reportedAt, receiptId };
}

function observationView({ standing, earlier, withdrawn }: StandingResource<ObservationReported>): ObservationView {
  const { kind, codeSystem, code, resourceId } = standing.resource;
  return {
    sourceSystem: standing.sourceSystem,
    resourceId,
    kind,
    code: { system: codeSystem, code },
    withdrawn,
    ...valueOf(standing),
    earlier: earlier.map(valueOf),
  };
}

const dayOf = ({ date, period, reportedAt }: ObservationView): string => date ?? period?.start ?? reportedAt;

/** The child's observations beside ADBB, oldest first, each with its earlier versions. */
export function observationViews(entries: readonly FiledEntry[]): ObservationView[] {
  return standingResources(entries, ({ observations }) => observations)
    .map(observationView)
    .toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0));
}

/** TOPI positions and scored questionnaires about the child, oldest first. */
export function assessmentViews(entries: readonly FiledEntry[]): AssessmentView[] {
  return standingResources(entries, ({ assessments }) => assessments)
    .map(({ standing: { resource, sourceSystem, reportedAt, receiptId }, withdrawn }) => ({
      sourceSystem,
      resourceId: resource.resourceId,
      scheme: resource.scheme,
      position: positionOf(resource),
      score: resource.score,
      date: resource.date,
      reportedAt,
      receiptId,
      withdrawn,
    }))
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
