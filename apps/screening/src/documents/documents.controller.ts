import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { JsonBody, PathParams, QueryParams } from '#service/inputs.js';
import { Repeatable, type RepeatableWrite } from '#service/repeatable-write.js';
import {
  ConsentedDocumentsSchema,
  DocumentTextViewSchema,
  ReadDocument,
  type ConsentedDocuments,
  type DocumentTextView,
} from './read-document.js';
import { ShareDocument } from './share-document.js';
import { WriteDocument } from './write-document.js';

const ChildPathSchema = z.object({ childId: z.uuid() });
const DocumentPathSchema = z.object({ documentId: z.uuid() });
const WritingSchema = z.strictObject({
  text: z.string().trim().min(1).max(20_000),
  basedOnResultId: z.uuid().nullish(),
});
const NewDocumentSchema = WritingSchema.extend({ kind: z.enum(['health_visit_summary']) });
const VersionSchema = z.object({ version: z.coerce.number().int().min(1).optional() });
const WrittenSchema = z.object({
  documentId: z.uuid(),
  childId: z.uuid(),
  version: z.int(),
  writtenAt: z.string(),
});
/** `placesChecked`: the text was read for places that a protected family must not learn of each other; asked for where there is one. */
const SharingSchema = z.strictObject({ placesChecked: z.boolean().default(false) });
const SharedSchema = z.object({
  documentId: z.uuid(),
  version: z.int(),
  sharedAt: z.string(),
  corrected: z.boolean(),
  earlierVersions: z.array(z.int()),
  sharedWith: z.array(z.uuid()),
});

/** What the health visitor writes of a visit, corrects and shares. Consent decides at each door who may. */
@Controller()
export class DocumentsController {
  constructor(
    private readonly writing: WriteDocument,
    private readonly sharing: ShareDocument,
    private readonly reading: ReadDocument,
  ) {}

  @Post('children/:childId/documents')
  @HttpCode(201)
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'Writes a document about the child',
    params: ChildPathSchema,
    body: NewDocumentSchema,
    answers: { 201: WrittenSchema },
  })
  write(
    @Caller() caller: StaffPrincipal,
    @PathParams(ChildPathSchema) { childId }: z.infer<typeof ChildPathSchema>,
    @JsonBody(NewDocumentSchema) { text, basedOnResultId }: z.infer<typeof NewDocumentSchema>,
    @Repeatable() write: RepeatableWrite,
  ): Promise<z.infer<typeof WrittenSchema>> {
    return this.writing.write(caller, childId, { text, basedOnResultId: basedOnResultId ?? null }, write);
  }

  @Post('documents/:documentId/corrections')
  @HttpCode(201)
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'Writes a further version; the earlier ones stay readable',
    params: DocumentPathSchema,
    body: WritingSchema,
    answers: { 201: WrittenSchema },
  })
  correct(
    @Caller() caller: StaffPrincipal,
    @PathParams(DocumentPathSchema) { documentId }: z.infer<typeof DocumentPathSchema>,
    @JsonBody(WritingSchema) { text, basedOnResultId }: z.infer<typeof WritingSchema>,
    @Repeatable() write: RepeatableWrite,
  ): Promise<z.infer<typeof WrittenSchema>> {
    return this.writing.correct(caller, documentId, { text, basedOnResultId: basedOnResultId ?? null }, write);
  }

  @Post('documents/:documentId/share')
  @HttpCode(200)
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'Shares the newest version with those who hold custody now; once for the same version and guardians',
    params: DocumentPathSchema,
    body: SharingSchema,
    answers: { 200: SharedSchema },
  })
  async share(
    @Caller() caller: StaffPrincipal,
    @PathParams(DocumentPathSchema) { documentId }: z.infer<typeof DocumentPathSchema>,
    @JsonBody(SharingSchema) { placesChecked }: z.infer<typeof SharingSchema>,
  ): Promise<z.infer<typeof SharedSchema>> {
    const shared = await this.sharing.share(caller, documentId, placesChecked);
    const { version, sharedAt, corrected, earlierVersions, sharedWith } = shared;
    return { documentId, version, sharedAt, corrected, earlierVersions, sharedWith };
  }

  @Get('children/:childId/consented-documents')
  @Door({ who: ['staff'] })
  @Describe({
    summary: 'The documents shared with guardians, newest first, for those who may read summaries and no more',
    params: ChildPathSchema,
    answers: { 200: ConsentedDocumentsSchema },
  })
  consented(
    @Caller() caller: StaffPrincipal,
    @PathParams(ChildPathSchema) { childId }: z.infer<typeof ChildPathSchema>,
  ): Promise<ConsentedDocuments> {
    return this.reading.consented(caller, childId);
  }

  @Get('documents/:documentId')
  @Door({ who: ['staff'] })
  @Describe({
    summary:
      'A document with its text, newest version unless another is asked for; outside the unit only shared versions',
    params: DocumentPathSchema,
    query: VersionSchema,
    answers: { 200: DocumentTextViewSchema },
  })
  read(
    @Caller() caller: StaffPrincipal,
    @PathParams(DocumentPathSchema) { documentId }: z.infer<typeof DocumentPathSchema>,
    @QueryParams(VersionSchema) { version }: z.infer<typeof VersionSchema>,
  ): Promise<DocumentTextView> {
    return this.reading.read(caller, documentId, version ?? null);
  }
}
