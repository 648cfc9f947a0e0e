import { createService } from '#service/create-service.js';
import { nextVersion, type NextStage } from './next-version.js';

/** Starts the service named in `HUB_SERVICE` as a later version of it; `NEXT_STAGE` says which. */
await createService(await nextVersion(process.env['HUB_SERVICE']!, process.env['NEXT_STAGE'] as NextStage));
