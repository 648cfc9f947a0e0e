import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema, ReceiptIdSchema } from '../ids.js';
import { CodeTextSchema, DateSchema, InstantSchema, PlaceSchema, RecordIdSchema } from '../values.js';

/** FHIR status of a reported resource, reduced to what changes a record. */
const ReportedStatusSchema = z.enum(['final', 'amended', 'entered-in-error']);
export type ReportedStatus = z.infer<typeof ReportedStatusSchema>;

const CodingSchema = z.object({ system: z.string().max(128), code: z.string().max(64) });

/** One ADBB observation: eight items of 0-4 in the guide's order, and their sum 0-32 (R1). */
export const AdbbReportedSchema = z.object({
  resourceId: RecordIdSchema,
  status: ReportedStatusSchema,
  observedOn: DateSchema,
  observedAt: InstantSchema.nullable(),
  items: z.array(z.int().min(0).max(4)).length(8),
  total: z.int().min(0).max(32),
  observerCertified: z.literal(true),
});
export type AdbbReported = z.infer<typeof AdbbReportedSchema>;

export const ObservationKindSchema = z.enum([
  'body_weight',
  'body_height',
  'head_circumference',
  'feeding',
  'nutrition',
  'sleep',
  'motor_function',
  'communication',
  'social_interaction',
  'parent_relationship',
  'exam_result',
  'hearing',
  'sight',
  'physical_activity',
  'indicator',
  'passive_smoking',
  'nicotine',
  'other',
]);
export type ObservationKind = z.infer<typeof ObservationKindSchema>;

/** Any other observation of the child at the visit; a quantity keeps the digits as sent. */
export const ObservationReportedSchema = z.object({
  resourceId: RecordIdSchema,
  status: ReportedStatusSchema,
  kind: ObservationKindSchema,
  codeSystem: z.string().max(128),
  code: z.string().max(64),
  valueCode: CodingSchema.nullable(),
  quantity: z.object({ value: z.string().regex(/^-?\d+(\.\d+)?$/), unit: z.string().max(16) }).nullable(),
  date: DateSchema.nullable(),
  period: z.object({ start: DateSchema.nullable(), end: DateSchema.nullable() }).nullable(),
  dataAbsentReason: z.string().max(64).nullable(),
});
export type ObservationReported = z.infer<typeof ObservationReportedSchema>;

/** A questionnaire about the child other than ADBB: TOPI carries an ordinal 1-3, scored ones a total. */
export const AssessmentReportedSchema = z.object({
  resourceId: RecordIdSchema,
  status: ReportedStatusSchema,
  scheme: z.enum(['topi', 'aims', 'puf', 'sdq_4_10', 'sdq_11_17']),
  ordinal: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  score: z.int().nullable(),
  date: DateSchema,
});
export type AssessmentReported = z.infer<typeof AssessmentReportedSchema>;

export const JournalEntryReceivedV1Schema = z.object({
  receiptId: ReceiptIdSchema,
  municipality: MunicipalitySchema,
  /** Null when the report concerns no child yet, such as a pregnancy visit. */
  childId: ChildIdSchema.nullable(),
  sourceSystem: RecordIdSchema,
  recordId: RecordIdSchema,
  /** NOVAX record version from 1; null for the national report, which is ordered by `reportedAt`. */
  version: z.int().min(1).nullable(),
  reportedAt: InstantSchema,
  format: z.enum(['kl_delivery_report', 'novax_result']),
  visit: z
    .object({ typeCode: z.string().max(64), classCode: z.string().max(64), startedAt: InstantSchema.nullable() })
    .nullable(),
  adbb: z.array(AdbbReportedSchema),
  observations: z.array(ObservationReportedSchema),
  assessments: z.array(AssessmentReportedSchema),
  /** Resources taken back that carry no content of their own in this entry. */
  withdrawn: z.array(z.object({ resourceType: z.string().max(64), resourceId: RecordIdSchema })),
  warnings: z.array(z.object({ code: CodeTextSchema, place: PlaceSchema })),
  /** Count of resources about a parent: kept sealed, never published as the child's. */
  withheld: z.int().min(0),
});
export type JournalEntryReceivedV1 = z.infer<typeof JournalEntryReceivedV1Schema>;

/** A journal's entry was taken in as a whole; carries the child's facts as codes and numbers. */
export const journalEntryReceivedV1 = defineEvent({
  name: 'journal.entry.received',
  version: 1,
  topic: 'journal.v1',
  owner: 'novax-adapter',
  summary: "A journal's entry was taken in as a whole.",
  schema: JournalEntryReceivedV1Schema,
  example: {
    receiptId: '3f1f6f0e-6c0c-4f3c-9a54-0d5d0f6a1b11',
    municipality: 'K1',
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    sourceSystem: 'NOVAX-K1',
    recordId: 'NVX-1001',
    version: 1,
    reportedAt: '2026-05-06T10:00:00Z',
    format: 'novax_result',
    visit: null,
    adbb: [
      {
        resourceId: 'NVX-1001',
        status: 'final',
        observedOn: '2026-05-06',
        observedAt: '2026-05-06T08:30:00Z',
        items: [1, 0, 0, 0, 1, 0, 0, 0],
        total: 2,
        observerCertified: true,
      },
    ],
    observations: [],
    assessments: [],
    withdrawn: [],
    warnings: [],
    withheld: 0,
  },
});
