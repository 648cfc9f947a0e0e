import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { ChildIdSchema, MunicipalitySchema, ResultIdSchema } from '../ids.js';
import { DateSchema, RecordIdSchema } from '../values.js';

export const ScreeningResultRecordedV1Schema = z.object({
  childId: ChildIdSchema,
  municipality: MunicipalitySchema,
  resultId: ResultIdSchema,
  sourceSystem: RecordIdSchema,
  recordId: RecordIdSchema,
  version: z.int().min(1).nullable(),
  observedOn: DateSchema,
  total: z.int().min(0).max(32),
  atOrAboveCutOff: z.boolean(),
  ruleSet: z.string().max(32),
  ruleVersion: z.int().min(1),
});
export type ScreeningResultRecordedV1 = z.infer<typeof ScreeningResultRecordedV1Schema>;

/** An ADBB result stands in the child's record, judged by a named rule version. */
export const screeningResultRecordedV1 = defineEvent({
  name: 'screening.result.recorded',
  version: 1,
  topic: 'screening.v1',
  owner: 'screening',
  summary: "An ADBB result stands in the child's record, judged by a named rule version.",
  schema: ScreeningResultRecordedV1Schema,
  example: {
    childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01',
    municipality: 'K1',
    resultId: '5b0d9c1e-55f4-4f6a-9d80-61c4b3a2f001',
    sourceSystem: 'NOVAX-K1',
    recordId: 'NVX-1001',
    version: 1,
    observedOn: '2026-05-18',
    total: 7,
    atOrAboveCutOff: true,
    ruleSet: 'K1',
    ruleVersion: 1,
  },
});
