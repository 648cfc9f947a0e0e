import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Response } from 'express';
import helmet from 'helmet';
import { CONFIG } from '#service/config-token.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';
import { PortalCookies } from '../session/portal-cookies.js';
import { isLanguage, languages } from '../words/languages.js';
import { Assets } from './assets.js';
import type { FramedRequest } from './page-frame.js';

/** Prepares every request of a page: the headers that tell the browser to be careful, and the words in the language chosen. */
@Injectable()
export class FrameMiddleware implements NestMiddleware {
  private readonly careful: ReturnType<typeof helmet>;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<ParentPortalConfig, 'OIDC_ISSUER' | 'MUNICIPALITY_NAMES'>,
    private readonly cookies: PortalCookies,
    private readonly assets: Assets,
  ) {
    const self = ["'self'"];
    const none = ["'none'"];
    this.careful = helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: self,
          scriptSrc: none,
          styleSrc: self,
          imgSrc: ["'self'", 'data:'],
          fontSrc: self,
          objectSrc: none,
          baseUri: none,
          frameAncestors: none,
          // A form may end at the login: an answer to a consent is sent there when the login is old.
          formAction: ["'self'", new URL(config.OIDC_ISSUER).origin],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
    });
  }

  use(request: FramedRequest, response: Response, next: NextFunction): void {
    const chosen = this.cookies.language(request);
    request.frame = {
      words: languages[isLanguage(chosen) ? chosen : 'da'],
      path: request.originalUrl.split('?')[0]!,
      styles: this.assets.styles,
      municipalityNames: this.config.MUNICIPALITY_NAMES,
    };
    response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    response.vary('Cookie');
    this.careful(request, response, next);
  }
}
