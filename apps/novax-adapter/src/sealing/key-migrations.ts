import { CreateDataKeys1763900000001 } from '../database/migrations/1763900000001-create-data-keys.js';
import { MasterOfDataKeys1796500600000 } from '../database/migrations/1796500600000-master-of-data-keys.js';

/** The tables of the key vault's own database, in order. */
export const keyMigrations = [CreateDataKeys1763900000001, MasterOfDataKeys1796500600000] as const;
