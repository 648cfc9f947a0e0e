import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { AccessQuestions } from '#security/access-questions.client.js';
import { Issuer } from '#security/issuer.js';
import { ServiceTokens } from '#security/service-tokens.js';
import { TokenVerifier } from '#security/token-verifier.js';
import { Clock } from './clock.js';
import { ClockController } from './clock.controller.js';
import { CONFIG } from './config-token.js';
import type { BaseConfig } from './config.js';
import { DatabaseAnswers } from './database-answers.js';
import { DueWork } from './due-work.js';
import { DueWorkController } from './due-work.controller.js';
import { FirstAnswers } from './first-answers.store.js';
import { HealthController } from './health.controller.js';
import { HealthMetrics } from './health-metrics.js';
import { Lifecycle } from './lifecycle.js';
import { MetricsController } from './metrics.controller.js';
import { ServiceClient } from './service-client.js';

/** What every service has at hand everywhere, and the doors that are the same for all. */
@Module({ controllers: [HealthController, MetricsController, ClockController, DueWorkController] })
export class ServiceModule {
  static for(
    name: string,
    config: BaseConfig,
    { dataSource, clock }: { dataSource: DataSource; clock: Clock },
  ): DynamicModule {
    const issuer = new Issuer(config.OIDC_ISSUER);
    const tokens = new ServiceTokens({ issuer, clientId: name, keyFile: config.CLIENT_KEY_FILE });
    const client = new ServiceClient(tokens);
    const providers: Provider[] = [
      Lifecycle,
      { provide: CONFIG, useValue: config },
      { provide: Clock, useValue: clock },
      { provide: DataSource, useValue: dataSource },
      { provide: UnitOfWork, useValue: new UnitOfWork(dataSource) },
      { provide: Issuer, useValue: issuer },
      { provide: TokenVerifier, useValue: new TokenVerifier({ issuer, audience: config.HUB_AUDIENCE }) },
      { provide: ServiceTokens, useValue: tokens },
      { provide: ServiceClient, useValue: client },
      DatabaseAnswers,
      FirstAnswers,
      HealthMetrics,
      DueWork,
    ];
    if (config.CONSENT_URL) {
      providers.push({ provide: AccessQuestions, useValue: new AccessQuestions(client, config.CONSENT_URL) });
    }
    return {
      module: ServiceModule,
      global: true,
      providers,
      exports: providers,
    };
  }
}
