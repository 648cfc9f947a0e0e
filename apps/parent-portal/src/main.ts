import { createService } from '#service/create-service.js';
import { parentPortalService } from './parent-portal.service.js';

await createService(parentPortalService);
