import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Response } from 'express';
import helmet from 'helmet';
import { CONFIG } from '#service/config-token.js';
import { SessionCookie } from '../login/session-cookie.js';
import { OperationsCookies } from '../login/operations-cookies.js';
import type { OperationsConfig } from '../operations.config.js';
import { Assets } from './assets.js';
import type { FramedRequest } from './page-frame.js';

/**
 * Prepares every request of a page: the headers that tell the browser to be careful, and the cookie, which stands for the token it holds; the
 * guard judges that like any other token, and a form needs the login's own token besides.
 */
@Injectable()
export class FrameMiddleware implements NestMiddleware {
  private readonly careful: ReturnType<typeof helmet>;

  constructor(
    @Inject(CONFIG) config: Pick<OperationsConfig, 'OIDC_ISSUER'>,
    private readonly seal: SessionCookie,
    private readonly cookies: OperationsCookies,
    private readonly assets: Assets,
  ) {
    const self = ["'self'"];
    const none = ["'none'"];
    this.careful = helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: none,
          scriptSrc: self,
          styleSrc: self,
          connectSrc: self,
          imgSrc: ["'self'", 'data:'],
          fontSrc: self,
          objectSrc: none,
          baseUri: none,
          frameAncestors: none,
          // A form may end at the login, when the one before has run out.
          formAction: ["'self'", new URL(config.OIDC_ISSUER).origin],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
    });
  }

  async use(request: FramedRequest, response: Response, next: NextFunction): Promise<void> {
    const { styles, script } = this.assets;
    request.frame = { path: request.originalUrl.split('?')[0]!, styles, script, csrf: null };
    if (request.headers.authorization === undefined) {
      const content = await this.seal.open(this.cookies.session(request));
      if (content?.kind === 'session') {
        request.headers.authorization = `Bearer ${content.token}`;
        request.frame.csrf = content.csrf;
      }
    }
    response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    response.vary('Cookie');
    this.careful(request, response, next);
  }
}
