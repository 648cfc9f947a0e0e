import { Inject, Injectable } from '@nestjs/common';
import { CurrentGuardiansSchema } from '#contracts/questions/children.js';
import { LetterRecipientSchema, type LetterRecipient } from '#contracts/questions/guardians.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { NotificationsConfig } from '../notifications.config.js';

/** Asks consent who holds custody now and whom a letter is addressed to. Nothing of the answers is kept. */
@Injectable()
export class Guardianship {
  constructor(
    private readonly client: ServiceClient,
    @Inject(CONFIG) private readonly config: NotificationsConfig,
  ) {}

  async isGuardian(childId: string, guardianId: string): Promise<boolean> {
    const url = `${this.config.CONSENT_URL}/children/${childId}/guardians`;
    const { guardians } = await this.client.call(url, { method: 'GET', schema: CurrentGuardiansSchema });
    return guardians.some((guardian) => guardian.guardianId === guardianId);
  }

  recipient(guardianId: string): Promise<LetterRecipient> {
    return this.client.call(`${this.config.CONSENT_URL}/guardians/${guardianId}/recipient`, {
      method: 'GET',
      schema: LetterRecipientSchema,
    });
  }
}
