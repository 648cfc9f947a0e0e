import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { GuardianId } from '#contracts/ids.js';
import { GuardianMessagesSchema, type GuardianMessages } from '#contracts/questions/guardian-messages.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { StaffPrincipal } from '#security/principal.js';
import { ChildAccess } from '../record/child-access.js';
import { KeptFacts } from '../record/kept-facts.store.js';
import { GuardianAccess } from './guardian-access.js';
import { GuardianMessageTextRow } from './guardian-message-text.row.js';

interface Message {
  messageId: string;
  guardianId: string;
  writtenAt: string;
}

/** What guardians wrote about a child, newest first: all of it for staff of the unit, their own for guardians. */
@Injectable()
export class ReadGuardianMessages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly staff: ChildAccess,
    private readonly guardians: GuardianAccess,
    private readonly facts: KeptFacts,
  ) {}

  async forStaff(caller: StaffPrincipal, childId: string): Promise<GuardianMessages> {
    await this.staff.demand(caller, { childId, kind: 'guardian_message', action: 'read' });
    return this.messages(childId, null);
  }

  async forGuardian(childId: string, guardianId: GuardianId): Promise<GuardianMessages> {
    await this.guardians.demand(childId, guardianId, 'read');
    return this.messages(childId, guardianId);
  }

  private messages(childId: string, by: GuardianId | null): Promise<GuardianMessages> {
    return this.unitOfWork.read(async (tx) => {
      const written = (await this.written(tx, childId)).filter(({ guardianId }) => by === null || guardianId === by);
      const rows = await tx.manager.findBy(GuardianMessageTextRow, {
        messageId: In(written.map(({ messageId }) => messageId)),
      });
      const texts = new Map(rows.map(({ messageId, text }) => [messageId, text]));
      const messages = written.flatMap((message) => {
        const text = texts.get(message.messageId);
        return text === undefined ? [] : [{ ...message, childId, text }];
      });
      return GuardianMessagesSchema.parse({ messages: messages.toReversed() });
    });
  }

  private async written(tx: Tx, childId: string): Promise<Message[]> {
    const facts = await this.facts.of(tx, [childId], ['guardian.message.received']);
    return facts.flatMap(({ fact }) =>
      fact.type === 'guardian.message.received' ? [{ ...fact.data, writtenAt: fact.occurredAt }] : [],
    );
  }
}
