import type { SealedTable } from '#service/sealed-table.js';
import { SealingKeys } from '#service/sealing-keys.js';
import type { ConsentConfig } from '../consent.config.js';

const KEY_ID = 'seal_key_id';

/** What stands sealed in consent's database, each value bound to its purpose as `CprVault` seals it. */
export const registerSeals: readonly SealedTable[] = [
  { table: 'child', id: 'child_id', keyId: KEY_ID, sealed: { cpr_sealed: `'cpr'` } },
  { table: 'guardian', id: 'guardian_id', keyId: KEY_ID, sealed: { cpr_sealed: `'cpr'`, name_sealed: `'name'` } },
  {
    table: 'information_request',
    id: 'information_request_id',
    keyId: KEY_ID,
    sealed: {
      requester_cpr_sealed: `'cpr'`,
      requester_name_sealed: `'name'`,
      question_sealed: `'information-question'`,
      reason_sealed: `'information-reason'`,
    },
  },
];

export const registerKeys = (
  config: Pick<ConsentConfig, 'REGISTER_SEAL_KEY' | 'OTHER_REGISTER_SEAL_KEY'>,
): SealingKeys =>
  SealingKeys.of(
    ['REGISTER_SEAL_KEY', config.REGISTER_SEAL_KEY],
    ['OTHER_REGISTER_SEAL_KEY', config.OTHER_REGISTER_SEAL_KEY],
  );
