import type { SealedTable } from '#service/sealed-table.js';
import { SealingKeys } from '#service/sealing-keys.js';
import type { NotificationsConfig } from '../notifications.config.js';

/** The keys of replies, each bound to its child. */
export const replySeals: readonly SealedTable[] = [
  { table: 'reply_key', id: 'child_id', keyId: 'seal_key_id', sealed: { wrapped: 'child_id' } },
];

export const replyKeys = (config: Pick<NotificationsConfig, 'REPLY_SEAL_KEY' | 'OTHER_REPLY_SEAL_KEY'>): SealingKeys =>
  SealingKeys.of(['REPLY_SEAL_KEY', config.REPLY_SEAL_KEY], ['OTHER_REPLY_SEAL_KEY', config.OTHER_REPLY_SEAL_KEY]);
