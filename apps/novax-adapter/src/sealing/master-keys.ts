import type { SealedTable } from '#service/sealed-table.js';
import { SealingKeys } from '#service/sealing-keys.js';
import type { NovaxAdapterConfig } from '../novax-adapter.config.js';

/** The data keys, each wrapped by a master key and bound to its own id and its owner. */
export const wrappedKeys: readonly SealedTable[] = [
  { table: 'data_key', id: 'data_key_id', keyId: 'master_id', sealed: { wrapped: `data_key_id || '/' || owner_id` } },
];

/** What wraps data keys for storage. */
export const masterKeys = (
  config: Pick<NovaxAdapterConfig, 'MASTER_KEY_FILE' | 'OTHER_MASTER_KEY_FILE'>,
): SealingKeys =>
  SealingKeys.fromFiles(
    ['MASTER_KEY_FILE', config.MASTER_KEY_FILE],
    ['OTHER_MASTER_KEY_FILE', config.OTHER_MASTER_KEY_FILE],
  );
