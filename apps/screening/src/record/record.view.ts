import { z } from 'zod';
import { LevelViewSchema, levelView, ResultViewSchema, resultView } from '../adbb/adbb.view.js';
import { DocumentViewSchema, documentView } from '../documents/document.view.js';
import {
  AssessmentViewSchema,
  assessmentViews,
  ObservationViewSchema,
  observationViews,
} from '../observations/observations.view.js';
import { mayKnowOf } from '../tasks/task-readers.rules.js';
import { TaskViewSchema, taskView } from '../tasks/task.view.js';
import type { ChildFact, FactData } from './child-fact.js';
import type { ChildRecord } from './child-record.js';

const VisitViewSchema = z.object({
  receiptId: z.uuid(),
  sourceSystem: z.string(),
  recordId: z.string(),
  version: z.int().nullable(),
  format: z.string(),
  typeCode: z.string().nullable(),
  classCode: z.string().nullable(),
  startedAt: z.string().nullable(),
  reportedAt: z.string(),
  receivedAt: z.string(),
  warnings: z.array(z.object({ code: z.string(), place: z.string() })),
});

const LetterViewSchema = z.object({
  letterId: z.uuid(),
  guardianId: z.uuid().nullable(),
  kind: z.enum(['first_share', 'consent_request']).nullable(),
  state: z.enum(['requested', 'submitted', 'unknown', 'delivered', 'failed', 'cancelled']),
  channel: z.enum(['digital_post', 'physical_letter']).nullable(),
  tries: z.int(),
  failedTries: z.array(z.object({ at: z.string(), code: z.string() })),
  code: z.string().nullable(),
  requestedAt: z.string().nullable(),
  submittedAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  late: z.boolean(),
  replies: z.array(z.object({ replyId: z.uuid(), guardianId: z.uuid(), at: z.string() })),
});

/** GET /children/:childId/record: the whole of what is known of the child, documents without their text. */
export const RecordViewSchema = z.object({
  childId: z.uuid(),
  municipality: z.string(),
  revision: z.int(),
  unit: z.string().nullable(),
  level: LevelViewSchema.nullable(),
  /** Every version, in the order they were taken in. */
  results: z.array(ResultViewSchema),
  visits: z.array(VisitViewSchema),
  observations: z.array(ObservationViewSchema),
  assessments: z.array(AssessmentViewSchema),
  tasks: z.array(TaskViewSchema),
  focusPointSuggestions: z.array(z.object({ resultId: z.uuid(), at: z.string() })),
  documents: z.array(DocumentViewSchema),
  letters: z.array(LetterViewSchema),
});
export type RecordView = z.infer<typeof RecordViewSchema>;

type Filed = Extract<ChildFact, { type: 'journal_entry.filed' }>;

function visitView(data: FactData['journal_entry.filed'], receivedAt: string): z.infer<typeof VisitViewSchema> {
  return {
    receiptId: data.receiptId,
    sourceSystem: data.sourceSystem,
    recordId: data.recordId,
    version: data.version,
    format: data.format,
    typeCode: data.visit?.typeCode ?? null,
    classCode: data.visit?.classCode ?? null,
    startedAt: data.visit?.startedAt ?? null,
    reportedAt: data.reportedAt,
    receivedAt,
    warnings: data.warnings,
  };
}

/** The record and the filed entries as a member of the unit in that role reads them. */
export function recordView(record: ChildRecord, filed: readonly Filed[], role: string): RecordView {
  const entries = filed.map(({ data }) => data);
  const { adbb } = record;
  const level = levelView(adbb);
  return {
    childId: record.childId,
    municipality: record.municipality,
    revision: record.revision,
    unit: record.unit,
    level,
    results: adbb.results.map((result) => resultView(result, adbb.judgement)),
    visits: filed.map(({ data, occurredAt }) => visitView(data, occurredAt)),
    observations: observationViews(entries),
    assessments: assessmentViews(entries),
    tasks: record.tasks.filter((task) => mayKnowOf(task, role)).map(taskView),
    focusPointSuggestions: adbb.focusPoints.map(({ resultId, at }) => ({ resultId, at })),
    documents: record.documents.map(documentView),
    letters: record.letters,
  };
}
