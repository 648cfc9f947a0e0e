import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { RefusalError } from '#contracts/refusal-error.js';
import { killPoint } from '#observability/kill-point.js';
import { activeTraceparent } from '#observability/traceparent.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Clock } from '#service/clock.js';
import { FirstAnswers } from '#service/first-answers.store.js';
import type { RepeatableWrite } from '#service/repeatable-write.js';
import type { Author } from '../record/author.js';
import { ChildAccess } from '../record/child-access.js';
import type { ChildRecord } from '../record/child-record.js';
import { isoInstant, type Occasion } from '../record/occasion.js';
import type { RecordDraft } from '../record/record-draft.js';
import { RecordStore } from '../record/record.store.js';
import { RuleSetStore } from '../rule-sets/rule-set.store.js';
import { decideCorrection, decideWriting, traceOf } from './document.rules.js';
import { DocumentStore } from './document.store.js';

interface Writing {
  text: string;
  basedOnResultId: string | null;
}

interface WrittenVersion {
  documentId: string;
  childId: string;
  version: number;
  writtenAt: string;
}

/** Writing and correcting what a visit is summed up in: for the roles that the municipality lets, in the child's own unit. */
@Injectable()
export class WriteDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChildAccess,
    private readonly records: RecordStore,
    private readonly documents: DocumentStore,
    private readonly ruleSets: RuleSetStore,
    private readonly answers: FirstAnswers,
    private readonly clock: Clock,
  ) {}

  async write(
    caller: StaffPrincipal,
    childId: string,
    writing: Writing,
    write: RepeatableWrite,
  ): Promise<WrittenVersion> {
    const documentId = randomUUID();
    await this.access.demand(caller, { childId, kind: 'health_visit_summary', action: 'write' });
    return this.keep(caller, { childId, documentId, write, ...writing }, async (tx, record, author, occasion) => {
      await this.documents.begin(tx, documentId, childId);
      const { basedOnResultId } = writing;
      return decideWriting(record, { documentId, kind: 'health_visit_summary', author, basedOnResultId }, occasion);
    });
  }

  async correct(
    caller: StaffPrincipal,
    documentId: string,
    writing: Writing,
    write: RepeatableWrite,
  ): Promise<WrittenVersion> {
    const childId = await this.unitOfWork.read((tx) => this.documents.childOf(tx, documentId));
    await this.access.demand(caller, { childId, documentId, kind: 'health_visit_summary', action: 'write' });
    return this.keep(caller, { childId, documentId, write, ...writing }, async (_, record, author, occasion) =>
      decideCorrection(record, { documentId, author, basedOnResultId: writing.basedOnResultId }, occasion),
    );
  }

  private async keep(
    caller: StaffPrincipal,
    what: Writing & { childId: string; documentId: string; write: RepeatableWrite },
    decide: (tx: Tx, record: ChildRecord, author: Author, occasion: Occasion) => Promise<RecordDraft>,
  ): Promise<WrittenVersion> {
    const { childId, documentId, text, basedOnResultId, write } = what;
    const { subject, role, organisation, municipality } = caller;
    const at = isoInstant(this.clock.now());
    const written = await this.unitOfWork.run(async (tx) => {
      const rules = (await this.ruleSets.inForce(tx, [municipality], at)).get(municipality)!;
      if (!rules.permittedRoles.writeSummary.includes(role)) throw new RefusalError('ROLE_NOT_ALLOWED');
      return this.answers.once(tx, write, async () => {
        const batch = await this.records.lockWhole(tx, childId, municipality);
        const record = batch.get(childId);
        const traceparent = traceOf(record, basedOnResultId) ?? activeTraceparent();
        const occasion = { occurredAt: at, recordedAt: at, traceparent, eventId: null };
        const draft = await decide(tx, record, { subject, role, organisation }, occasion);
        const version = draft.record.documents.find((each) => each.documentId === documentId)!.versions.length;
        batch.take(draft);
        await this.documents.addText(tx, { documentId, version, childId, text });
        await this.records.keep(tx, batch);
        killPoint('screening.document.before-commit');
        return { documentId, childId, version, writtenAt: at };
      });
    });
    killPoint('screening.document.after-commit');
    return written;
  }
}
