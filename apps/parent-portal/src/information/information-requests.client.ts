import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { InformationRequestTakenSchema, type RequestInformation } from '#contracts/questions/information-requests.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';

/** Consent, which takes what parents without custody ask for (R11). */
@Injectable()
export class InformationRequestsClient {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<ParentPortalConfig, 'CONSENT_URL'>,
    private readonly services: ServiceClient,
  ) {}

  /** `idempotencyKey`: the same for each repetition of the same request. */
  request(request: RequestInformation, idempotencyKey: string): Promise<z.infer<typeof InformationRequestTakenSchema>> {
    return this.services.call(`${this.config.CONSENT_URL}/information-requests`, {
      method: 'POST',
      body: request,
      schema: InformationRequestTakenSchema,
      idempotencyKey,
    });
  }
}
