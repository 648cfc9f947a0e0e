import { childDeletedV1 } from '#contracts/events/child-deleted.js';
import { FirstAnswers1795400000003 } from '#service/database/first-answers.migration.js';
import type { ServiceDefinition } from '#service/service-definition.js';
import { consentConfig, type ConsentConfig } from './consent.config.js';
import { ConsentModule } from './consent.module.js';
import { AccessLogRetention1795400100004 } from './database/migrations/1795400100004-access-log-retention.js';
import { CustodyStaleSince1796500100000 } from './database/migrations/1796500100000-custody-stale-since.js';
import { InformationRequests1795400100005 } from './database/migrations/1795400100005-information-requests.js';
import { ChildDeletions1796500500000 } from './database/migrations/1796500500000-child-deletions.js';
import { ChildrenByBirth1797000100000 } from './database/migrations/1797000100000-children-by-birth.js';
import { Consents1795400100002 } from './database/migrations/1795400100002-consents.js';
import { CreateConsent1795400100000 } from './database/migrations/1795400100000-create-consent.js';
import { SealKeys1796900000002 } from './database/migrations/1796900000002-seal-keys.js';
import { TraceOfAsking1796900000000 } from './database/migrations/1796900000000-trace-of-asking.js';
import { YoungPersonIndex1795400100006 } from './database/migrations/1795400100006-young-person-index.js';
import { RegisterNotices1795400100001 } from './database/migrations/1795400100001-register-notices.js';

/** The consent service as it is started, here and in tests. */
export const consentService: ServiceDefinition<ConsentConfig> = {
  name: 'consent',
  config: consentConfig,
  module: ConsentModule,
  migrations: [
    CreateConsent1795400100000,
    RegisterNotices1795400100001,
    Consents1795400100002,
    AccessLogRetention1795400100004,
    InformationRequests1795400100005,
    YoungPersonIndex1795400100006,
    FirstAnswers1795400000003,
    CustodyStaleSince1796500100000,
    ChildDeletions1796500500000,
    TraceOfAsking1796900000000,
    SealKeys1796900000002,
    ChildrenByBirth1797000100000,
  ],
  consumes: [childDeletedV1],
};
