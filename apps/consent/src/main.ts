import { createService } from '#service/create-service.js';
import { consentService } from './consent.service.js';

await createService(consentService);
