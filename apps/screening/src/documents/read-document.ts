import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { ChildAccess } from '../record/child-access.js';
import { RecordStore } from '../record/record.store.js';
import { documentIn } from './document.rules.js';
import { DocumentStore } from './document.store.js';
import { documentView, DocumentViewSchema } from './document.view.js';

export const DocumentTextViewSchema = DocumentViewSchema.extend({
  childId: z.uuid(),
  version: z.int(),
  text: z.string(),
});
export type DocumentTextView = z.infer<typeof DocumentTextViewSchema>;

/** A document as staff read it, any version. */
@Injectable()
export class ReadDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChildAccess,
    private readonly records: RecordStore,
    private readonly documents: DocumentStore,
  ) {}

  async read(caller: StaffPrincipal, documentId: string, version: number | null): Promise<DocumentTextView> {
    const childId = await this.unitOfWork.read((tx) => this.documents.childOf(tx, documentId));
    await this.access.demand(caller, { childId, documentId, kind: 'health_visit_summary', action: 'read' });
    return this.unitOfWork.read(async (tx) => {
      const record = await this.records.find(tx, childId);
      if (!record) throw new RefusalError('NOT_FOUND');
      const document = documentIn(record, documentId);
      const wanted = version ?? document.versions.at(-1)!.version;
      const text = await this.documents.textOf(tx, documentId, wanted);
      return { ...documentView(document), childId, version: wanted, text };
    });
  }
}
