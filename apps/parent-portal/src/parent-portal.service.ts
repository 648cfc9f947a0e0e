import type { ServiceDefinition } from '#service/service-definition.js';
import { parentPortalConfig, type ParentPortalConfig } from './parent-portal.config.js';
import { ParentPortalModule } from './parent-portal.module.js';

/** The parent portal as it is started, here and in tests. Its only tables are those of the outbox. */
export const parentPortalService: ServiceDefinition<ParentPortalConfig> = {
  name: 'parent-portal',
  config: parentPortalConfig,
  module: ParentPortalModule,
  migrations: [],
  consumes: [],
  edge: true,
};
