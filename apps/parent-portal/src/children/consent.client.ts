import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Cpr } from '#contracts/cpr.js';
import type { ChildId, GuardianId, Municipality } from '#contracts/ids.js';
import { AccessLogSchema, type AccessLog, type AccessLogQuery } from '#contracts/questions/access-log.js';
import { IdentifiedGuardianSchema, type IdentifiedGuardian } from '#contracts/questions/guardians.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';

/** Consent: who a person is as a guardian, and who has looked at a child's things. */
@Injectable()
export class ConsentClient {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<ParentPortalConfig, 'CONSENT_URL'>,
    private readonly services: ServiceClient,
  ) {}

  identify(municipality: Municipality, cpr: Cpr): Promise<IdentifiedGuardian> {
    return this.services.call(`${this.config.CONSENT_URL}/guardians/identify`, {
      method: 'POST',
      body: { municipality, cpr: cpr.reveal() },
      schema: IdentifiedGuardianSchema,
    });
  }

  accessLog(childId: ChildId, guardianId: GuardianId, page: Omit<AccessLogQuery, 'guardianId'>): Promise<AccessLog> {
    const query = new URLSearchParams({ guardianId, limit: String(page.limit) });
    if (page.before) query.set('before', page.before);
    if (page.outcome) query.set('outcome', page.outcome);
    if (page.who) query.set('who', page.who);
    return this.services.call(`${this.config.CONSENT_URL}/children/${childId}/access-log?${query}`, {
      method: 'GET',
      schema: AccessLogSchema,
    });
  }

  async speak(guardianId: GuardianId, language: 'da' | 'en'): Promise<void> {
    await this.services.call(`${this.config.CONSENT_URL}/guardians/${guardianId}/language`, {
      method: 'PUT',
      body: { language },
      schema: z.undefined(),
    });
  }
}
