import { Inject, Injectable } from '@nestjs/common';
import type { ChildId, DocumentId, GuardianId } from '#contracts/ids.js';
import {
  SharedDocumentSchema,
  SharedDocumentsSchema,
  type SharedDocument,
  type SharedDocuments,
} from '#contracts/questions/shared-documents.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';

/** Screening, which owns the documents that health visitors share. */
@Injectable()
export class ScreeningClient {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<ParentPortalConfig, 'SCREENING_URL'>,
    private readonly services: ServiceClient,
  ) {}

  /** What is shared with the guardian about the child, newest first. */
  sharedDocuments(childId: ChildId, guardianId: GuardianId): Promise<SharedDocuments> {
    return this.services.call(
      `${this.config.SCREENING_URL}/children/${childId}/shared-documents?guardianId=${guardianId}`,
      {
        method: 'GET',
        schema: SharedDocumentsSchema,
      },
    );
  }

  /** One shared version of a document, with whom it is shared, for that guardian to read. RefusalError NOT_FOUND when there is none. */
  sharedDocument(
    documentId: DocumentId,
    version: number | 'latest',
    guardianId: GuardianId | null,
  ): Promise<SharedDocument> {
    const reader = guardianId === null ? '' : `?guardianId=${guardianId}`;
    return this.services.call(`${this.config.SCREENING_URL}/documents/${documentId}/versions/${version}${reader}`, {
      method: 'GET',
      schema: SharedDocumentSchema,
    });
  }
}
