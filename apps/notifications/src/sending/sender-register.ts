import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '#service/config-token.js';
import type { NotificationsConfig } from '../notifications.config.js';
import type { Sender } from './senders.schema.js';

/** The municipalities that letters are sent for. */
@Injectable()
export class SenderRegister {
  constructor(@Inject(CONFIG) private readonly config: NotificationsConfig) {}

  find(municipality: string): Sender | null {
    return this.config.SENDERS[municipality] ?? null;
  }

  of(municipality: string): Sender {
    const sender = this.find(municipality);
    if (!sender) throw new Error('A letter was ordered for a municipality that is not a sender');
    return sender;
  }
}
