import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { LevelViewSchema, levelView, ResultViewSchema, resultView } from '../adbb/adbb.view.js';
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

type Filed = Extract<ChildFact, { type: 'journal_entry.filed' }>;

/** Reads a child's record for a person: consent is asked first, then the record as it stands at that moment. */
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
      const filed = await this.facts.of(tx, [childId], ['journal_entry.filed']);
      return recordView(
        record,
        filed.map(({ fact }) => fact).filter((fact): fact is Filed => fact.type === 'journal_entry.filed'),
      );
    });
  }

  async timeline(caller: StaffPrincipal, childId: string): Promise<TimelineView> {
    await this.access.demand(caller, { childId, kind: 'child_record', action: 'read' });
    return this.unitOfWork.read(async (tx) => timelineView(childId, await this.facts.of(tx, [childId])));
  }

  async adbb(caller: StaffPrincipal, childId: string): Promise<AdbbView> {
    await this.access.demand(caller, { childId, kind: 'adbb_result', action: 'read' });
    const { adbb } = await this.unitOfWork.read((tx) => this.existing(tx, childId));
    const results = adbb.results.map((result) => resultView(result, adbb.judgement));
    return { childId, level: levelView(adbb), results };
  }

  private async existing(tx: Tx, childId: string): Promise<ChildRecord> {
    const record = await this.records.find(tx, childId);
    if (!record) throw new RefusalError('NOT_FOUND');
    return record;
  }
}
