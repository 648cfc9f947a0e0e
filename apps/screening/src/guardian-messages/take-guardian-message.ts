import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { ChildIdSchema, MessageIdSchema } from '#contracts/ids.js';
import type { GuardianMessage, WriteGuardianMessage } from '#contracts/questions/guardian-messages.js';
import { killPoint } from '#observability/kill-point.js';
import { activeTraceparent } from '#observability/traceparent.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { FirstAnswers } from '#service/first-answers.store.js';
import type { RepeatableWrite } from '#service/repeatable-write.js';
import { noteFact } from '../record/note-fact.js';
import { isoInstant } from '../record/occasion.js';
import { RecordStore } from '../record/record.store.js';
import { GuardianAccess } from './guardian-access.js';
import { GuardianMessageTextRow } from './guardian-message-text.row.js';

/** Takes a guardian's words into the child's record, once for all repetitions of the same write. */
@Injectable()
export class TakeGuardianMessage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: GuardianAccess,
    private readonly records: RecordStore,
    private readonly answers: FirstAnswers,
    private readonly clock: Clock,
  ) {}

  async take(
    childId: string,
    { guardianId, text }: WriteGuardianMessage,
    write: RepeatableWrite,
  ): Promise<GuardianMessage> {
    const municipality = await this.access.demand(childId, guardianId, 'write');
    const at = isoInstant(this.clock.now());
    const taken = await this.unitOfWork.run((tx) =>
      this.answers.once(tx, write, async () => {
        const messageId = randomUUID();
        const batch = await this.records.lock(tx, new Map([[childId, municipality]]));
        const occasion = { occurredAt: at, recordedAt: at, traceparent: activeTraceparent(), eventId: null };
        batch.take(noteFact(batch.get(childId), 'guardian.message.received', { messageId, guardianId }, occasion));
        await tx.manager.insert(GuardianMessageTextRow, { messageId, childId, text });
        await this.records.keep(tx, batch);
        killPoint('screening.guardian-message.before-commit');
        return { messageId, writtenAt: at };
      }),
    );
    killPoint('screening.guardian-message.after-commit');
    const { messageId, writtenAt } = taken;
    const ids = { messageId: MessageIdSchema.parse(messageId), childId: ChildIdSchema.parse(childId) };
    return { ...ids, guardianId, writtenAt, text };
  }
}
