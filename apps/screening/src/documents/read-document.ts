import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { ChildAccess } from '../record/child-access.js';
import { RecordStore } from '../record/record.store.js';
import { documentIn } from './document.rules.js';
import { DocumentStore } from './document.store.js';
import { documentView, documentViewForReceiver, DocumentViewSchema } from './document.view.js';
import { sharedVersions } from './shared-versions.rules.js';

export const DocumentTextViewSchema = DocumentViewSchema.extend({
  childId: z.uuid(),
  version: z.int(),
  text: z.string(),
});
export type DocumentTextView = z.infer<typeof DocumentTextViewSchema>;

export const ConsentedDocumentsSchema = z.object({
  childId: z.uuid(),
  documents: z.array(
    z.object({
      documentId: z.uuid(),
      kind: z.enum(['health_visit_summary']),
      version: z.int(),
      sharedAt: z.string(),
      corrected: z.boolean(),
      earlierVersions: z.array(z.int()),
    }),
  ),
});
export type ConsentedDocuments = z.infer<typeof ConsentedDocumentsSchema>;

/** A document as staff read it: any version in the unit; by consent elsewhere, those that guardians were shown (R6). */
@Injectable()
export class ReadDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChildAccess,
    private readonly records: RecordStore,
    private readonly documents: DocumentStore,
  ) {}

  /** The documents that a receiver may open one by one: those that were shared, the newest first. */
  async consented(caller: StaffPrincipal, childId: string): Promise<ConsentedDocuments> {
    await this.access.demand(caller, { childId, kind: 'health_visit_summary', action: 'read' });
    const record = await this.unitOfWork.read((tx) => this.records.find(tx, childId));
    const shared = (record?.documents ?? []).flatMap((each) => sharedVersions(record!, each).slice(0, 1));
    const documents = shared
      .map(({ documentId, kind, version, sharedAt, corrected, earlierVersions }) => ({
        documentId,
        kind,
        version,
        sharedAt,
        corrected,
        earlierVersions,
      }))
      .toSorted((a, b) => (a.sharedAt > b.sharedAt ? -1 : a.sharedAt < b.sharedAt ? 1 : 0));
    return { childId, documents };
  }

  async read(caller: StaffPrincipal, documentId: string, version: number | null): Promise<DocumentTextView> {
    const childId = await this.unitOfWork.read((tx) => this.documents.childOf(tx, documentId));
    await this.access.demand(caller, { childId, documentId, kind: 'health_visit_summary', action: 'read' });
    return this.unitOfWork.read(async (tx) => {
      const record = await this.records.find(tx, childId);
      if (!record) throw new RefusalError('NOT_FOUND');
      const document = documentIn(record, documentId);
      const view = caller.organisation === record.unit ? documentView(document) : documentViewForReceiver(document);
      const wanted = version ?? view.versions.at(-1)?.version;
      if (!view.versions.some((each) => each.version === wanted)) throw new RefusalError('NOT_FOUND');
      const text = await this.documents.textOf(tx, documentId, wanted!);
      return { ...view, childId, version: wanted!, text };
    });
  }
}
