import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { ChildIdSchema, MunicipalitySchema } from '#contracts/ids.js';
import { log } from '#observability/log.js';
import { AccessQuestions } from '#security/access-questions.client.js';
import { askerOf } from '#security/asker-of.js';
import type { StaffPrincipal } from '#security/principal.js';
import { DataSource } from 'typeorm';
import { JournalEntryRow } from '../intake/journal-entry.row.js';
import { KeyVault } from './key-vault.js';
import { unseal } from './seal.js';
import { SealedEntryRow } from './sealed-entry.row.js';

/** Opens a sealed original for those who may read the child's journal reports; consent decides and logs it. */
@Injectable()
export class OpenEntry {
  constructor(
    private readonly dataSource: DataSource,
    private readonly access: AccessQuestions,
    private readonly keys: KeyVault,
  ) {}

  /**
   * The bytes as they were sent. An entry of another municipality does not exist for the caller. An entry that concerns
   * no child has no unit that could be asked about, so nobody may open it here.
   */
  async run(receiptId: string, reader: StaffPrincipal): Promise<{ bytes: Buffer; mediaType: string }> {
    const { municipality } = reader;
    const entry = await this.dataSource.manager.findOneBy(JournalEntryRow, { receiptId, municipality });
    if (!entry) throw new RefusalError('NOT_FOUND');
    if (entry.childId === null) throw new RefusalError('ROLE_NOT_ALLOWED');
    await this.access.demand({
      municipality: MunicipalitySchema.parse(municipality),
      asker: askerOf(reader),
      childId: ChildIdSchema.parse(entry.childId),
      documentKind: 'journal_report',
      action: 'read',
    });
    const sealed = await this.dataSource.manager.findOneByOrFail(SealedEntryRow, { receiptId });
    const key = await this.keys.find(sealed.dataKeyId);
    if (!key) throw new RefusalError('NOT_FOUND', { detail: 'The key was destroyed, and the content with it' });
    log.info('A sealed entry was opened', { receiptId, municipality });
    return { bytes: unseal(sealed.sealed, key, receiptId), mediaType: sealed.mediaType };
  }
}
