import { Get, Header, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { DocumentIdSchema } from '#contracts/ids.js';
import { Caller } from '#security/caller.js';
import { PathParams } from '#service/inputs.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { ownChild } from '../children/own-child.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import type { PortalUser } from '../session/portal-user.js';
import { documentPdf } from './document-pdf.js';
import { DocumentPage } from './document.page.js';
import { DocumentsPage } from './documents.page.js';
import { ListDocuments } from './list-documents.js';
import { OpenDocument } from './open-document.js';

const DocumentPathSchema = z.object({ documentId: DocumentIdSchema });
const VersionPathSchema = DocumentPathSchema.extend({ version: z.coerce.number().int().min(1) });
type AnyPath = z.infer<typeof DocumentPathSchema> & { version?: number };

/** What is shared about a child, each document in words, and as a PDF to keep. */
@PortalPages('portal')
export class DocumentsPagesController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly listDocuments: ListDocuments,
    private readonly openDocument: OpenDocument,
  ) {}

  @Get('children/:childId')
  @PageDoor('What is shared about one child, newest first.')
  async list(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    const { guardian, documents } = await this.listDocuments.of(user, childId);
    return <DocumentsPage frame={frame} child={ownChild(guardian, childId)} documents={documents} />;
  }

  @Get('documents/:documentId')
  @PageDoor('The newest version of a document. The opening is recorded.')
  newest(@PathParams(DocumentPathSchema) path: AnyPath, @Caller() user: PortalUser, @Frame() frame: PageFrame) {
    return this.page(path, user, frame);
  }

  @Get('documents/:documentId/versions/:version')
  @PageDoor('A version of a document. The opening is recorded.')
  version(@PathParams(VersionPathSchema) path: AnyPath, @Caller() user: PortalUser, @Frame() frame: PageFrame) {
    return this.page(path, user, frame);
  }

  @Get('documents/:documentId/versions/:version/pdf')
  @Header('content-type', 'application/pdf')
  @PageDoor('A version of a document as a PDF. The opening is recorded.', ['application/pdf', 'text/html'])
  async pdf(@PathParams(VersionPathSchema) path: AnyPath, @Caller() user: PortalUser, @Frame() frame: PageFrame) {
    const { document } = await this.open(path, user);
    const bytes = await documentPdf(document, frame);
    const name = `${frame.words.documents.pdfFile}.pdf`;
    return new StreamableFile(bytes, { type: 'application/pdf', disposition: `attachment; filename="${name}"` });
  }

  private async page(path: AnyPath, user: PortalUser, frame: PageFrame) {
    const { guardian, document, newestVersion } = await this.open(path, user);
    const child = ownChild(guardian, document.childId);
    return <DocumentPage frame={frame} child={child} document={document} newestVersion={newestVersion} />;
  }

  private async open({ documentId, version }: AnyPath, user: PortalUser) {
    const guardian = await this.currentGuardian.of(user, () => this.openDocument.childOf(documentId));
    const document = await this.openDocument.by(guardian, documentId, version ?? 'latest');
    const newestVersion =
      version === undefined ? document.version : await this.openDocument.newestVersion(guardian, documentId);
    return { guardian, document, newestVersion };
  }
}
