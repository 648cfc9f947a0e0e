import { Get, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { randomBytes } from 'node:crypto';
import { RefusalError } from '#contracts/refusal-error.js';
import { log } from '#observability/log.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { ownPath } from '../pages/own-path.js';
import { OpenPage } from '../pages/page-door.js';
import { OperationsCookies } from './operations-cookies.js';
import { OperationsLogin } from './operations-login.js';
import { SessionCookie } from './session-cookie.js';

const LOGIN_SECONDS = 600;

/** The way into the pages. The doors themselves are guarded as ever; the cookie only carries the token. */
@OperationsPages()
export class LoginController {
  constructor(
    private readonly login: OperationsLogin,
    private readonly seal: SessionCookie,
    private readonly cookies: OperationsCookies,
  ) {}

  @Get('login')
  @OpenPage('Sends an operator to the login.', 'sends a browser to the login')
  async begin(@Query('back') back: unknown, @Res() response: Response): Promise<void> {
    const { address, underWay } = await this.login.begin(ownPath(back));
    this.cookies.setLoginUnderWay(response, await this.seal.seal(underWay, LOGIN_SECONDS), LOGIN_SECONDS);
    response.redirect(302, address);
  }

  @Get('callback')
  @OpenPage(
    'Opens the session of the pages and leads back to where the login began.',
    'where the login comes back to; state, nonce and PKCE are checked',
  )
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.seal.open(this.cookies.loginUnderWay(request));
    if (underWay?.kind !== 'login') throw new RefusalError('TOKEN_INVALID', { cure: 'Begin the login again.' });
    const query = request.originalUrl.slice(request.path.length);
    const { token, lifetimeSeconds } = await this.login.finish(query, underWay).catch((error: unknown) => {
      log.warn('a login did not come to its end', {}, error);
      throw new RefusalError('TOKEN_INVALID', { cure: 'Begin the login again.' });
    });
    const csrf = randomBytes(24).toString('base64url');
    const sealed = await this.seal.seal({ kind: 'session', token, csrf }, lifetimeSeconds);
    this.cookies.setSession(response, sealed, lifetimeSeconds);
    this.cookies.forgetLogin(response);
    response.redirect(302, underWay.back);
  }
}
