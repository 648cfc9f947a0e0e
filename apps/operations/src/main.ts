import { createService } from '#service/create-service.js';
import { operationsService } from './operations.service.js';

await createService(operationsService);
