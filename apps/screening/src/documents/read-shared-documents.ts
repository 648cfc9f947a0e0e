import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import {
  SharedDocumentSchema,
  SharedDocumentsSchema,
  type SharedDocument,
  type SharedDocuments,
} from '#contracts/questions/shared-documents.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { ChildRecord } from '../record/child-record.js';
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
    const current = isHolder(record, guardianId) ? [] : await this.current(childId);
    const documents = sharedWithGuardian(record, guardianId, current);
    return SharedDocumentsSchema.parse({ documents });
  }

  /** `guardianId`: who is to read it; consent is asked who stands for the child only when the record does not know that guardian. */
  async one(documentId: string, version: number | 'latest', guardianId: string | null): Promise<SharedDocument> {
    const { record, wanted, text } = await this.unitOfWork.read(async (tx) => {
      const childId = await this.documents.childOf(tx, documentId);
      const record = await this.records.find(tx, childId);
      const versions = record ? sharedVersions(record, documentIn(record, documentId)) : [];
      const wanted = version === 'latest' ? versions[0] : versions.find((each) => each.version === version);
      if (!record || !wanted) throw new RefusalError('NOT_FOUND');
      return { record, wanted, text: await this.documents.textOf(tx, documentId, wanted.version) };
    });
    const { childId } = record;
    const current = isHolder(record, guardianId) ? [] : await this.current(childId);
    const sharedWith = [...new Set([...wanted.sharedWith, ...current])];
    return SharedDocumentSchema.parse({ ...wanted, sharedWith, childId, text });
  }

  /** Who stands for the child now. While nobody can say, those of whom the record has heard: consent decides each opening anyway. */
  private async current(childId: string): Promise<string[]> {
    try {
      return (await this.guardians.of(childId)).guardianIds;
    } catch (error) {
      if (error instanceof TransientError) return [];
      throw error;
    }
  }
}

/** Whether the record has heard that this guardian holds custody. */
const isHolder = ({ custody }: ChildRecord, guardianId: string | null): boolean =>
  guardianId !== null && (custody?.guardianIds.includes(guardianId) ?? false);
