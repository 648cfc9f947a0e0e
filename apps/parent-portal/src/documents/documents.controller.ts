import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { DocumentIdSchema } from '#contracts/ids.js';
import {
  SharedDocumentSchema,
  SharedDocumentsSchema,
  type SharedDocuments,
} from '#contracts/questions/shared-documents.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { ListDocuments } from './list-documents.js';
import { OpenDocument } from './open-document.js';

const DocumentPathSchema = z.object({ documentId: DocumentIdSchema });
const VersionSchema = z.object({ version: z.coerce.number().int().min(1).optional() });
/** A guardian is not told with whom else a document is shared. */
const OpenedDocumentSchema = SharedDocumentSchema.omit({ sharedWith: true });
type OpenedDocument = z.infer<typeof OpenedDocumentSchema>;

/** What health visitors have shared with me. */
@Controller()
export class DocumentsController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly listDocuments: ListDocuments,
    private readonly openDocument: OpenDocument,
  ) {}

  @Get('children/:childId/documents')
  @Door({ who: ['guardian'] })
  @Describe({
    summary: 'The documents shared with the guardian about the child, newest first; corrected ones are marked.',
    params: ChildPathSchema,
    answers: { 200: SharedDocumentsSchema },
  })
  async list(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @Caller() caller: GuardianPrincipal,
  ): Promise<SharedDocuments> {
    const { documents } = await this.listDocuments.of(caller, childId);
    return { documents };
  }

  @Get('documents/:documentId')
  @Door({ who: ['guardian'] })
  @Describe({
    summary: 'Opens a shared document, the newest version or an earlier one. The opening is recorded.',
    params: DocumentPathSchema,
    query: VersionSchema,
    answers: { 200: OpenedDocumentSchema },
  })
  async open(
    @PathParams(DocumentPathSchema) { documentId }: z.infer<typeof DocumentPathSchema>,
    @QueryParams(VersionSchema) { version }: z.infer<typeof VersionSchema>,
    @Caller() caller: GuardianPrincipal,
  ): Promise<OpenedDocument> {
    const guardian = await this.currentGuardian.of(caller, () => this.openDocument.childOf(documentId));
    return OpenedDocumentSchema.parse(await this.openDocument.by(guardian, documentId, version ?? 'latest'));
  }
}
