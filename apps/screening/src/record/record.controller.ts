import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams } from '#service/inputs.js';
import {
  AdbbViewSchema,
  ObservationsViewSchema,
  ReadRecord,
  type AdbbView,
  type ObservationsView,
} from './read-record.js';
import { RecordViewSchema, type RecordView } from './record.view.js';
import { TimelineViewSchema, type TimelineView } from './timeline.view.js';

const ChildPathSchema = z.object({ childId: z.uuid() });
type ChildPath = z.infer<typeof ChildPathSchema>;

/** The child's record for those whom consent lets read it; each reading is in the access log. */
@Controller('children/:childId')
export class RecordController {
  constructor(private readonly reading: ReadRecord) {}

  @Get('record')
  @Door({ who: ['staff'] })
  @Describe({ summary: "The child's record", params: ChildPathSchema, answers: { 200: RecordViewSchema } })
  record(@Caller() caller: StaffPrincipal, @PathParams(ChildPathSchema) { childId }: ChildPath): Promise<RecordView> {
    return this.reading.record(caller, childId);
  }

  @Get('timeline')
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'Everything that happened to the record, oldest first',
    params: ChildPathSchema,
    answers: { 200: TimelineViewSchema },
  })
  timeline(
    @Caller() caller: StaffPrincipal,
    @PathParams(ChildPathSchema) { childId }: ChildPath,
  ): Promise<TimelineView> {
    return this.reading.timeline(caller, childId);
  }

  @Get('adbb-results')
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'ADBB results and level alone, for those who may read these and no more',
    params: ChildPathSchema,
    answers: { 200: AdbbViewSchema },
  })
  adbb(@Caller() caller: StaffPrincipal, @PathParams(ChildPathSchema) { childId }: ChildPath): Promise<AdbbView> {
    return this.reading.adbb(caller, childId);
  }

  @Get('health-observations')
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'Health observations alone, for those who may read these and no more',
    params: ChildPathSchema,
    answers: { 200: ObservationsViewSchema },
  })
  observations(
    @Caller() caller: StaffPrincipal,
    @PathParams(ChildPathSchema) { childId }: ChildPath,
  ): Promise<ObservationsView> {
    return this.reading.observations(caller, childId);
  }
}
