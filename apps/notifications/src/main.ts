import { createService } from '#service/create-service.js';
import { notificationsService } from './notifications.service.js';

await createService(notificationsService);
