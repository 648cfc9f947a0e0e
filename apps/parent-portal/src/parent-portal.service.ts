import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import type { ServiceDefinition } from '#service/service-definition.js';
import { CreatePortalSessions1796200000000 } from './database/migrations/1796200000000-create-portal-sessions.js';
import { parentPortalConfig, type ParentPortalConfig } from './parent-portal.config.js';
import { ParentPortalModule } from './parent-portal.module.js';
import { PortalSessions } from './session/portal-sessions.js';

/** The parent portal as it is started, here and in tests. Its own tables hold sessions and logins under way. */
export const parentPortalService: ServiceDefinition<ParentPortalConfig> = {
  name: 'parent-portal',
  config: parentPortalConfig,
  module: ParentPortalModule,
  migrations: [CreatePortalSessions1796200000000],
  sessions: PortalSessions,
  consumes: [childDeletedV1],
  edge: true,
};
