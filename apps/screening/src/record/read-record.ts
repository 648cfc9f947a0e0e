import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { LevelViewSchema, levelView, ResultViewSchema, resultView } from '../adbb/adbb.view.js';
import { factsFor } from '../tasks/task-readers.rules.js';
import { ObservationViewSchema, observationViews } from '../observations/observations.view.js';
import { ChildAccess } from './child-access.js';
import type { ChildFact } from './child-fact.js';
import type { ChildRecord } from './child-record.js';
import { KeptFacts } from './kept-facts.store.js';
import { RecordStore } from './record.store.js';
import { recordView, type RecordView } from './record.view.js';
import { timelineView, type TimelineView } from './timeline.view.js';

export const AdbbViewSchema = z.object({
  childId: z.uuid(),
  level: LevelViewSchema.nullable(),
  results: z.array(ResultViewSchema),
});
export type AdbbView = z.infer<typeof AdbbViewSchema>;

export const ObservationsViewSchema = z.object({ childId: z.uuid(), observations: z.array(ObservationViewSchema) });
export type ObservationsView = z.infer<typeof ObservationsViewSchema>;

type Filed = Extract<ChildFact, { type: 'journal_entry.filed' }>;

/**
 * Reads a child's record for a person: consent is asked first, then the record as it stands at that moment. A receiver outside
 * the unit, who reads by consent, gets what stands now; what was replaced or taken back is the unit's own history.
 */
@Injectable()
export class ReadRecord {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChildAccess,
    private readonly records: RecordStore,
    private readonly facts: KeptFacts,
  ) {}

  async record(caller: StaffPrincipal, childId: string): Promise<RecordView> {
    await this.access.demand(caller, { childId, kind: 'child_record', action: 'read' });
    return this.unitOfWork.read(async (tx) => {
      const record = await this.existing(tx, childId);
      return recordView(record, await this.filed(tx, childId), caller.role);
    });
  }

  async timeline(caller: StaffPrincipal, childId: string): Promise<TimelineView> {
    await this.access.demand(caller, { childId, kind: 'child_record', action: 'read' });
    return this.unitOfWork.read(async (tx) =>
      timelineView(childId, factsFor(await this.facts.of(tx, [childId]), caller.role)),
    );
  }

  async adbb(caller: StaffPrincipal, childId: string): Promise<AdbbView> {
    await this.access.demand(caller, { childId, kind: 'adbb_result', action: 'read' });
    const { adbb, unit } = await this.unitOfWork.read((tx) => this.existing(tx, childId));
    const told = adbb.results.filter(({ state }) => state === 'standing' || caller.organisation === unit);
    return {
      childId,
      level: levelView(adbb),
      results: told.map((result) => resultView(result, adbb.judgement)),
    };
  }

  async observations(caller: StaffPrincipal, childId: string): Promise<ObservationsView> {
    await this.access.demand(caller, { childId, kind: 'health_observation', action: 'read' });
    return this.unitOfWork.read(async (tx) => {
      const { unit } = await this.existing(tx, childId);
      const all = observationViews((await this.filed(tx, childId)).map(({ data }) => data));
      const own = caller.organisation === unit;
      const told = own ? all : all.filter(({ withdrawn }) => !withdrawn).map((each) => ({ ...each, earlier: [] }));
      return { childId, observations: told };
    });
  }

  private async filed(tx: Tx, childId: string): Promise<Filed[]> {
    const facts = await this.facts.of(tx, [childId], ['journal_entry.filed']);
    return facts.map(({ fact }) => fact).filter((fact): fact is Filed => fact.type === 'journal_entry.filed');
  }

  private async existing(tx: Tx, childId: string): Promise<ChildRecord> {
    const record = await this.records.find(tx, childId);
    if (!record) throw new RefusalError('NOT_FOUND');
    return record;
  }
}
