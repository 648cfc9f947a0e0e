import { Inject, Injectable } from '@nestjs/common';
import type { GuardianId } from '#contracts/ids.js';
import { LettersSchema, type Letters } from '#contracts/questions/letters.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';

/** Notifications, which knows what became of each letter. */
@Injectable()
export class NotificationsClient {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<ParentPortalConfig, 'NOTIFICATIONS_URL'>,
    private readonly services: ServiceClient,
  ) {}

  lettersTo(guardianId: GuardianId): Promise<Letters> {
    return this.services.call(`${this.config.NOTIFICATIONS_URL}/guardians/${guardianId}/letters`, {
      method: 'GET',
      schema: LettersSchema,
    });
  }
}
