import { createService } from '#service/create-service.js';
import { screeningService } from './screening.service.js';

await createService(screeningService);
