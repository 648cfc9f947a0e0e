import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import {
  SharedDocumentSchema,
  SharedDocumentsSchema,
  type SharedDocument,
  type SharedDocuments,
} from '#contracts/questions/shared-documents.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { RecordStore } from '../record/record.store.js';
import { documentIn } from './document.rules.js';
import { DocumentStore } from './document.store.js';
import { sharedVersions, sharedWithGuardian } from './shared-versions.rules.js';

/** Documents as far as they were shared; a version that was not is as if it did not exist. */
@Injectable()
export class ReadSharedDocuments {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: RecordStore,
    private readonly documents: DocumentStore,
  ) {}

  async list(childId: string, guardianId: string): Promise<SharedDocuments> {
    const record = await this.unitOfWork.read((tx) => this.records.find(tx, childId));
    const documents = record ? sharedWithGuardian(record, guardianId) : [];
    return SharedDocumentsSchema.parse({ documents });
  }

  one(documentId: string, version: number | 'latest'): Promise<SharedDocument> {
    return this.unitOfWork.read(async (tx) => {
      const childId = await this.documents.childOf(tx, documentId);
      const record = await this.records.find(tx, childId);
      if (!record) throw new RefusalError('NOT_FOUND');
      const versions = sharedVersions(record, documentIn(record, documentId));
      const wanted = version === 'latest' ? versions[0] : versions.find((each) => each.version === version);
      if (!wanted) throw new RefusalError('NOT_FOUND');
      const text = await this.documents.textOf(tx, documentId, wanted.version);
      return SharedDocumentSchema.parse({ ...wanted, childId, text });
    });
  }
}
