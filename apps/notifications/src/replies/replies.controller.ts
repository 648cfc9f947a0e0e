import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { ChildIdSchema, DocumentIdSchema, MunicipalitySchema } from '#contracts/ids.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AccessQuestions } from '#security/access-questions.client.js';
import { askerOf } from '#security/asker-of.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { Describe } from '#security/describe.js';
import { PathParams } from '#service/inputs.js';
import { readIncomingMemo } from './incoming-memo.js';
import { ReplyStore } from './reply.store.js';
import { ReplyVault } from './reply-vault.js';

const PathSchema = z.object({ replyId: z.uuid() });
const ReplySchema = z.object({
  replyId: z.uuid(),
  letterId: z.uuid(),
  childId: z.uuid(),
  guardianId: z.uuid(),
  receivedAt: z.iso.datetime(),
  /** The subject that the guardian wrote. */
  label: z.string(),
  /** `content` is Base64. */
  files: z.array(
    z.object({ filename: z.string(), encodingFormat: z.string(), language: z.string(), content: z.string() }),
  ),
});

/** What a guardian wrote, for the child's own unit. Reading is an access like any other. */
@Controller('replies')
export class RepliesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly replies: ReplyStore,
    private readonly vault: ReplyVault,
    private readonly access: AccessQuestions,
  ) {}

  @Get(':replyId')
  @Door({ who: ['staff'] })
  @Describe({ summary: "A guardian's reply", params: PathSchema, answers: { 200: ReplySchema } })
  async read(
    @Caller() caller: StaffPrincipal,
    @PathParams(PathSchema) { replyId }: z.infer<typeof PathSchema>,
  ): Promise<z.infer<typeof ReplySchema>> {
    const reply = await this.unitOfWork.read((tx) => this.replies.find(tx, replyId));
    if (reply?.municipality !== caller.municipality) throw new RefusalError('NOT_FOUND');
    await this.access.demand({
      municipality: MunicipalitySchema.parse(caller.municipality),
      asker: askerOf(caller),
      childId: ChildIdSchema.parse(reply.childId),
      documentKind: 'guardian_reply',
      documentId: DocumentIdSchema.parse(replyId),
      action: 'read',
    });
    const bytes = await this.unitOfWork.read((tx) => this.vault.open(tx, reply.childId, replyId, reply.sealed));
    if (!bytes) throw new RefusalError('NOT_FOUND', { detail: 'The key was deleted, and the content with it' });
    const { label, files } = readIncomingMemo(bytes);
    const { letterId, childId, guardianId, receivedAt } = reply;
    return { replyId, letterId, childId, guardianId, receivedAt: receivedAt.toString(), label, files };
  }
}
