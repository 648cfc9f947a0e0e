import { Module, type DynamicModule } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { LoginController } from './login.controller.js';
import { LoginsControlController } from './logins-control.controller.js';
import { Logins } from './logins.js';
import { OIDC_OPTIONS, OIDC_PROVIDER, type OidcOptions } from './oidc-options.js';
import { UserinfoController } from './userinfo.controller.js';

/** The doors beside the provider itself: login form, userinfo, and the control door of tests. */
@Module({})
export class OidcModule {
  static with(options: OidcOptions, provider: Provider, logins: Logins): DynamicModule {
    return {
      module: OidcModule,
      controllers: [LoginController, UserinfoController, LoginsControlController],
      providers: [
        { provide: OIDC_OPTIONS, useValue: options },
        { provide: OIDC_PROVIDER, useValue: provider },
        { provide: Logins, useValue: logins },
      ],
    };
  }
}
