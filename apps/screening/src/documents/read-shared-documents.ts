import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import {
  SharedDocumentSchema,
  SharedDocumentsSchema,
  type SharedDocument,
  type SharedDocuments,
} from '#contracts/questions/shared-documents.js';
import { TransientError } from '#messaging/transient-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { RecordStore } from '../record/record.store.js';
import { CurrentGuardiansClient } from './current-guardians.client.js';
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
    private readonly guardians: CurrentGuardiansClient,
  ) {}

  async list(childId: string, guardianId: string): Promise<SharedDocuments> {
    const record = await this.unitOfWork.read((tx) => this.records.find(tx, childId));
    if (!record) return { documents: [] };
    const isKnown = record.custody?.guardianIds.includes(guardianId) ?? false;
    const documents = sharedWithGuardian(record, guardianId, isKnown ? [] : await this.current(childId));
    return SharedDocumentsSchema.parse({ documents });
  }

  async one(documentId: string, version: number | 'latest'): Promise<SharedDocument> {
    const childId = await this.unitOfWork.read((tx) => this.documents.childOf(tx, documentId));
    const current = await this.current(childId);
    return this.unitOfWork.read(async (tx) => {
      const record = await this.records.find(tx, childId);
      if (!record) throw new RefusalError('NOT_FOUND');
      const versions = sharedVersions(record, documentIn(record, documentId), current);
      const wanted = version === 'latest' ? versions[0] : versions.find((each) => each.version === version);
      if (!wanted) throw new RefusalError('NOT_FOUND');
      const text = await this.documents.textOf(tx, documentId, wanted.version);
      return SharedDocumentSchema.parse({ ...wanted, childId, text });
    });
  }

  /** Who stands for the child now. While nobody can say, those of whom the record has heard: consent decides each opening anyway. */
  private async current(childId: string): Promise<string[]> {
    try {
      return await this.guardians.of(childId);
    } catch (error) {
      if (error instanceof TransientError) return [];
      throw error;
    }
  }
}
