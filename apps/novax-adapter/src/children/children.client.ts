import { Inject, Injectable } from '@nestjs/common';
import { FoundChildrenSchema } from '#contracts/questions/children.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { NovaxAdapterConfig } from '../novax-adapter.config.js';

const mostPerQuestion = 1000;

/** Asks consent, the owner of children, who stands behind keyed hashes of CPR numbers. */
@Injectable()
export class ChildrenClient {
  constructor(
    @Inject(CONFIG) private readonly config: NovaxAdapterConfig,
    private readonly services: ServiceClient,
  ) {}

  /** Child ids by hash (hex), of those registered in the municipality. Throws TransientError when consent does not answer. */
  async findAll(municipality: string, cprHashes: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let from = 0; from < cprHashes.length; from += mostPerQuestion) {
      const { children } = await this.services.call(`${this.config.CONSENT_URL}/children/find`, {
        method: 'POST',
        body: { municipality, cprHashes: cprHashes.slice(from, from + mostPerQuestion) },
        schema: FoundChildrenSchema,
      });
      for (const child of children) found.set(child.cprHash, child.childId);
    }
    return found;
  }
}
