import { Injectable } from '@nestjs/common';
import { portalDocumentOpenedV1 } from '#contracts/events/portal-document-opened.js';
import type { ChildId, DocumentId, GuardianId } from '#contracts/ids.js';
import type { SharedDocument } from '#contracts/questions/shared-documents.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { killPoint } from '#observability/kill-point.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { ForgottenKeys } from '#messaging/deletion/forgotten-keys.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { CurrentGuardian, type Guardian } from '../login/current-guardian.js';
import { ScreeningClient } from './screening.client.js';

/** Opens a shared document: the decision is made at this moment, and the opening is recorded before anything is shown. */
@Injectable()
export class OpenDocument {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly screening: ScreeningClient,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly forgotten: ForgottenKeys,
    private readonly clock: Clock,
  ) {}

  async by(guardian: Guardian, documentId: DocumentId, version: number | 'latest'): Promise<SharedDocument> {
    const document = await this.find(documentId, version, guardian.guardianId);
    await this.currentGuardian.demand(guardian, document.childId, {
      documentKind: document.kind,
      documentId,
      sharedWith: document.sharedWith,
    });
    await this.record(guardian, document);
    return document;
  }

  /** The number of the newest shared version: what it says is not opened. */
  async newestVersion({ guardianId }: Guardian, documentId: DocumentId): Promise<number> {
    return (await this.find(documentId, 'latest', guardianId)).version;
  }

  /** The child a shared document is about; null when there is no such document. */
  async childOf(documentId: DocumentId): Promise<ChildId | null> {
    try {
      return (await this.screening.sharedDocument(documentId, 'latest', null)).childId;
    } catch (error) {
      if (error instanceof RefusalError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  /** A document that does not exist is answered in the very words of one that is not for this guardian. */
  private async find(
    documentId: DocumentId,
    version: number | 'latest',
    guardianId: GuardianId,
  ): Promise<SharedDocument> {
    try {
      return await this.screening.sharedDocument(documentId, version, guardianId);
    } catch (error) {
      if (error instanceof RefusalError && error.code === 'NOT_FOUND') throw new RefusalError('NOT_FOUND');
      throw error;
    }
  }

  private async record({ guardianId, municipality }: Guardian, document: SharedDocument): Promise<void> {
    const { childId, documentId, version } = document;
    await this.unitOfWork.run(async (tx) => {
      await this.forgotten.hold(tx);
      // Deleted since the owners were asked.
      if ((await this.forgotten.among(tx, [childId])).size > 0) throw new RefusalError('NOT_FOUND');
      await this.outbox.append(tx, [
        {
          contract: portalDocumentOpenedV1,
          key: childId,
          subject: childId,
          municipality,
          time: this.clock.now().toString(),
          data: { childId, municipality, documentId, documentVersion: version, guardianId },
          traceparent: activeTraceparent(),
        },
      ]);
      killPoint('portal.opened.before-commit');
    });
    killPoint('portal.opened.after-commit');
  }
}
