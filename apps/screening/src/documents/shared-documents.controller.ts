import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { GuardianIdSchema } from '#contracts/ids.js';
import {
  SharedDocumentSchema,
  SharedDocumentsSchema,
  type SharedDocument,
  type SharedDocuments,
} from '#contracts/questions/shared-documents.js';
import { Door } from '#security/door.js';
import { Describe } from '#security/describe.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { ReadSharedDocuments } from './read-shared-documents.js';

const ChildPathSchema = z.object({ childId: z.uuid() });
const GuardianQuerySchema = z.object({ guardianId: GuardianIdSchema });
/** Who is to read it, where that is known: spares a question to consent. */
const ReaderQuerySchema = GuardianQuerySchema.partial();
const VersionPathSchema = z.object({
  documentId: z.uuid(),
  version: z.union([z.literal('latest'), z.coerce.number().int().min(1)]),
});

const portalOnly = { who: ['service'], services: ['parent-portal'] } as const;

/** For the parent portal, which stands before the guardian and asks consent for each opening. */
@Controller()
export class SharedDocumentsController {
  constructor(private readonly shared: ReadSharedDocuments) {}

  @Get('children/:childId/shared-documents')
  @Door(portalOnly)
  @Describe({
    summary: 'What was shared with a guardian, newest first',
    params: ChildPathSchema,
    query: GuardianQuerySchema,
    answers: { 200: SharedDocumentsSchema },
  })
  list(
    @PathParams(ChildPathSchema) { childId }: z.infer<typeof ChildPathSchema>,
    @QueryParams(GuardianQuerySchema) { guardianId }: z.infer<typeof GuardianQuerySchema>,
  ): Promise<SharedDocuments> {
    return this.shared.list(childId, guardianId);
  }

  @Get('documents/:documentId/versions/:version')
  @Door(portalOnly)
  @Describe({
    summary: 'One shared version with its text; `latest` is the newest shared one',
    params: VersionPathSchema,
    query: ReaderQuerySchema,
    answers: { 200: SharedDocumentSchema },
  })
  one(
    @PathParams(VersionPathSchema) { documentId, version }: z.infer<typeof VersionPathSchema>,
    @QueryParams(ReaderQuerySchema) { guardianId }: z.infer<typeof ReaderQuerySchema>,
  ): Promise<SharedDocument> {
    return this.shared.one(documentId, version, guardianId ?? null);
  }
}
