import { Inject, Injectable } from '@nestjs/common';
import type { ConsentId, GuardianId } from '#contracts/ids.js';
import {
  ConsentSchema,
  ConsentsSchema,
  WithdrawalPreviewSchema,
  type AnswerConsent,
  type Consent,
  type Consents,
  type WithdrawalPreview,
} from '#contracts/questions/consents.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';

/** Consent, about what a guardian has been asked to agree to. Each answer is for the one guardian named. */
@Injectable()
export class ConsentsClient {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<ParentPortalConfig, 'CONSENT_URL'>,
    private readonly services: ServiceClient,
  ) {}

  /** What the guardian was asked about all children, newest first. */
  of(guardianId: GuardianId): Promise<Consents> {
    return this.services.call(`${this.config.CONSENT_URL}/guardians/${guardianId}/consents`, {
      method: 'GET',
      schema: ConsentsSchema,
    });
  }

  one(consentId: ConsentId, guardianId: GuardianId): Promise<Consent> {
    return this.services.call(`${this.config.CONSENT_URL}/consents/${consentId}?guardianId=${guardianId}`, {
      method: 'GET',
      schema: ConsentSchema,
    });
  }

  withdrawalPreview(consentId: ConsentId, guardianId: GuardianId): Promise<WithdrawalPreview> {
    const url = `${this.config.CONSENT_URL}/consents/${consentId}/withdrawal-preview?guardianId=${guardianId}`;
    return this.services.call(url, { method: 'GET', schema: WithdrawalPreviewSchema });
  }

  /** `idempotencyKey`: the same for each repetition of the same answer. */
  answer(consentId: ConsentId, answer: AnswerConsent, idempotencyKey: string): Promise<Consent> {
    return this.services.call(`${this.config.CONSENT_URL}/consents/${consentId}/answers`, {
      method: 'POST',
      body: answer,
      schema: ConsentSchema,
      idempotencyKey,
    });
  }
}
