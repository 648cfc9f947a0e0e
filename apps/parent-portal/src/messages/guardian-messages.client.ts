import { Inject, Injectable } from '@nestjs/common';
import type { ChildId, GuardianId } from '#contracts/ids.js';
import {
  GuardianMessageSchema,
  GuardianMessagesSchema,
  type GuardianMessage,
  type GuardianMessages,
  type WriteGuardianMessage,
} from '#contracts/questions/guardian-messages.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';

/** Screening, which keeps what guardians write as part of the child's record. */
@Injectable()
export class GuardianMessagesClient {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<ParentPortalConfig, 'SCREENING_URL'>,
    private readonly services: ServiceClient,
  ) {}

  /** The guardian's own messages about the child, newest first. */
  of(childId: ChildId, guardianId: GuardianId): Promise<GuardianMessages> {
    return this.services.call(`${this.url(childId)}?guardianId=${guardianId}`, {
      method: 'GET',
      schema: GuardianMessagesSchema,
    });
  }

  /** `idempotencyKey`: the same for each repetition of the same message. */
  write(childId: ChildId, message: WriteGuardianMessage, idempotencyKey: string): Promise<GuardianMessage> {
    return this.services.call(this.url(childId), {
      method: 'POST',
      body: message,
      schema: GuardianMessageSchema,
      idempotencyKey,
    });
  }

  private readonly url = (childId: ChildId): string =>
    `${this.config.SCREENING_URL}/children/${childId}/guardian-messages`;
}
