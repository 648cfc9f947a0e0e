import { Inject, Injectable } from '@nestjs/common';
import { CurrentGuardiansSchema } from '#contracts/questions/children.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { ScreeningConfig } from '../screening.config.js';

/** Who holds custody of a child now, asked of consent each time and never kept: when it does not answer, nothing is shared. */
@Injectable()
export class CurrentGuardiansClient {
  constructor(
    private readonly client: ServiceClient,
    @Inject(CONFIG) private readonly config: ScreeningConfig,
  ) {}

  async of(childId: string): Promise<{ guardianIds: string[]; placesWithheld: boolean }> {
    const url = `${this.config.CONSENT_URL}/children/${childId}/guardians`;
    const answer = await this.client.call(url, { method: 'GET', schema: CurrentGuardiansSchema });
    const { guardians, placesWithheld } = answer;
    return { guardianIds: guardians.map(({ guardianId }) => guardianId), placesWithheld };
  }
}
