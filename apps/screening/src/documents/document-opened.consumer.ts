import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { portalDocumentOpenedV1, type PortalDocumentOpenedV1 } from '#contracts/events/portal-document-opened.js';
import type { BatchContext } from '#messaging/handling/batch-context.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { ChangeRecords } from '../record/change-records.js';
import { noteFact } from '../record/note-fact.js';

/** Guardians opening what was shared with them. */
@Controller()
export class DocumentOpenedConsumer {
  constructor(private readonly records: ChangeRecords) {}

  @EventPattern<string>(portalDocumentOpenedV1.type)
  opened(@Payload() deliveries: Delivery<PortalDocumentOpenedV1>[], @Ctx() { tx }: BatchContext): Promise<void> {
    return this.records.hear(tx, deliveries, (record, { documentId, documentVersion, guardianId }, occasion) =>
      noteFact(record, 'document.opened', { documentId, version: documentVersion, guardianId }, occasion),
    );
  }
}
