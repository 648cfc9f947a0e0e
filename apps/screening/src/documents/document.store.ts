import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import type { Tx } from '#persistence/tx.js';
import { DocumentTextRow } from './document-text.row.js';
import { DocumentRow } from './document.row.js';

/** Whose each document is, and the words of its versions. */
@Injectable()
export class DocumentStore {
  /** The child a document is about; refuses NOT_FOUND. */
  async childOf(tx: Tx, documentId: string): Promise<string> {
    const row = await tx.manager.findOneBy(DocumentRow, { documentId });
    if (!row) throw new RefusalError('NOT_FOUND');
    return row.childId;
  }

  async textOf(tx: Tx, documentId: string, version: number): Promise<string> {
    const row = await tx.manager.findOneBy(DocumentTextRow, { documentId, version });
    if (!row) throw new RefusalError('NOT_FOUND');
    return row.text;
  }

  async begin(tx: Tx, documentId: string, childId: string): Promise<void> {
    await tx.manager.insert(DocumentRow, { documentId, childId });
  }

  async addText(tx: Tx, version: DocumentTextRow): Promise<void> {
    await tx.manager.insert(DocumentTextRow, version);
  }
}
