import { Module } from '@nestjs/common';
import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { dirname, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { Issuer } from '#security/issuer.js';
import { ServiceTokens } from '#security/service-tokens.js';
import { Clock } from '#service/clock.js';
import { CONFIG } from '#service/config-token.js';
import { httpTelemetry } from '#service/http-telemetry.js';
import { listen } from '#service/listen.js';
import { ProblemFilter } from '#service/problem-filter.js';
import { CustodyRegisterModule } from './custody-register/custody-register.module.js';
import { DigitalPostModule } from './digital-post/digital-post.module.js';
import { HealthController } from './health.controller.js';
import { Logins } from './oidc/logins.js';
import { OidcModule } from './oidc/oidc.module.js';
import { createProvider } from './oidc/provider.js';
import { readRegisteredClients } from './oidc/registered-client.js';
import { signingKeys } from './oidc/signing-keys.js';
import { StandInsClockController } from './stand-ins-clock.controller.js';
import type { StandInsConfig } from './stand-ins.config.js';

@Module({ controllers: [HealthController, StandInsClockController] })
class StandInsModule {}

/** All stand-ins in one process, listening when this returns. The issuer is mounted at `/oidc`. */
export async function startStandIns(config: StandInsConfig): Promise<NestExpressApplication> {
  const { OIDC_ISSUER: issuer, HUB_AUDIENCE: audience } = config;
  const keys = await signingKeys(join(dirname(config.STANDINS_CLIENTS_FILE), 'stand-in-issuer.json'));
  const logins = Logins.fromFile(config.STANDINS_PEOPLE_FILE);
  const origin = new URL(issuer).origin;
  const provider = createProvider({
    issuer,
    audience,
    keys,
    logins,
    clients: readRegisteredClients(config.STANDINS_CLIENTS_FILE),
    loginUrl: `${origin}/login`,
    userinfoUrl: `${origin}/userinfo`,
  });
  const channelToken = (clientId: string) => {
    const keyFile = join(dirname(config.CLIENT_KEY_FILE), `${clientId}.json`);
    const tokens = new ServiceTokens({ issuer: new Issuer(issuer), clientId, keyFile });
    return () => tokens.get();
  };
  const clock = new Clock(config.HUB_CLOCK ? Temporal.Instant.from(config.HUB_CLOCK) : undefined);
  const root = {
    module: StandInsModule,
    providers: [
      { provide: Clock, useValue: clock },
      { provide: CONFIG, useValue: config },
    ],
    imports: [
      OidcModule.with({ issuer, audience, keys, proposesPeople: config.HUB_ENV === 'local' }, provider, logins),
      CustodyRegisterModule.with({
        peopleFile: config.STANDINS_PEOPLE_FILE,
        consentUrl: config.CONSENT_URL,
        channelToken: channelToken('custody-register'),
      }),
      DigitalPostModule.with({
        peopleFile: config.STANDINS_PEOPLE_FILE,
        notificationsUrl: config.NOTIFICATIONS_URL,
        channelToken: channelToken('digital-post'),
        clock,
      }),
    ],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.use(httpTelemetry(false));
  app.use(new URL(issuer).pathname, provider.callback());
  app.useGlobalFilters(new ProblemFilter());
  // As at the services' doors: a line closed after Node's five seconds may carry the next request of a busy caller.
  (app.getHttpServer() as Server).keepAliveTimeout = 65_000;
  await listen(app, config.PORT, config.HOST);
  return app;
}
