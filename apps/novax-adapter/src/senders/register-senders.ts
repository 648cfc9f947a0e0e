import { readFileSync } from 'node:fs';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { MunicipalitySchema } from '#contracts/ids.js';
import { RecordIdSchema } from '#contracts/values.js';
import { log } from '#observability/log.js';
import { CONFIG } from '#service/config-token.js';
import { z } from 'zod';
import type { NovaxAdapterConfig } from '../novax-adapter.config.js';
import { SendersStore } from './senders.store.js';

const SendersSchema = z
  .array(
    z.strictObject({
      clientId: z.string().min(1).max(128),
      municipality: MunicipalitySchema,
      sourceSystem: RecordIdSchema,
      formats: z.array(z.enum(['novax_result', 'kl_delivery_report'])).min(1),
      observersCertified: z.boolean(),
    }),
  )
  .refine(
    (senders) => new Set(senders.map(({ clientId }) => clientId)).size === senders.length,
    'a client stands twice',
  );

/** Takes the registrations over from the file that the municipality keeps (SENDERS_FILE), at every start. */
@Injectable()
export class RegisterSenders implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: NovaxAdapterConfig,
    private readonly senders: SendersStore,
  ) {}

  async onModuleInit(): Promise<void> {
    const senders = SendersSchema.parse(JSON.parse(readFileSync(this.config.SENDERS_FILE, 'utf8')));
    await this.senders.replaceAll(senders);
    log.info('Senders are registered', { count: senders.length });
  }
}
