import { eventCatalogue } from '#contracts/event-catalogue.js';
import type { ServiceDefinition } from '#service/service-definition.js';
import { CreateOperations1763800000000 } from './database/migrations/1763800000000-create-operations.js';
import { operationsConfig, type OperationsConfig } from './operations.config.js';
import { OperationsModule } from './operations.module.js';

export const operationsService: ServiceDefinition<OperationsConfig> = {
  name: 'operations',
  config: operationsConfig,
  module: OperationsModule,
  migrations: [CreateOperations1763800000000],
  consumes: eventCatalogue,
};
