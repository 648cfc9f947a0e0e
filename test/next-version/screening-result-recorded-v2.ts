import { z } from 'zod';
import { defineEvent } from '#contracts/define-event.js';
import {
  screeningResultRecordedV1,
  ScreeningResultRecordedV1Schema,
  type ScreeningResultRecordedV1,
} from '#contracts/events/screening-result-recorded.js';
import type { OutgoingEvent } from '#messaging/events/outgoing-event.js';

const ScoreSchema = z.object({ total: z.int().min(0).max(32), atOrAboveCutOff: z.boolean() });

/** What no reader of version 1 could read: two of its fields have moved. */
export const screeningResultRecordedV2 = defineEvent({
  name: screeningResultRecordedV1.name,
  version: 2,
  topic: screeningResultRecordedV1.topic,
  owner: screeningResultRecordedV1.owner,
  summary: screeningResultRecordedV1.summary,
  schema: ScreeningResultRecordedV1Schema.omit({ total: true, atOrAboveCutOff: true }).extend({ score: ScoreSchema }),
  example: dataInV2(screeningResultRecordedV1.example),
});

function dataInV2({ total, atOrAboveCutOff, ...rest }: ScreeningResultRecordedV1) {
  return { ...rest, score: { total, atOrAboveCutOff } };
}

/** As the next version publishes it. */
export function inVersion2(event: OutgoingEvent): OutgoingEvent {
  if (event.contract.type !== screeningResultRecordedV1.type) return event;
  return { ...event, contract: screeningResultRecordedV2, data: dataInV2(event.data as ScreeningResultRecordedV1) };
}
