import { createService } from '#service/create-service.js';
import { novaxAdapterService } from './novax-adapter.service.js';

await createService(novaxAdapterService);
