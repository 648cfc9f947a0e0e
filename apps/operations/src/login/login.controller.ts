import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RefusalError } from '#contracts/refusal-error.js';
import { log } from '#observability/log.js';
import { Describe } from '#security/describe.js';
import { OpenDoor } from '#security/door.js';
import { CONFIG } from '#service/config-token.js';
import type { OperationsConfig } from '../operations.config.js';
import { OperationsLogin } from './operations-login.js';
import { SessionCookie } from './session-cookie.js';

const loginCookie = 'hub_login';
export const sessionCookieName = 'hub_session';

/** Login of operators for the pages. The doors themselves are guarded as ever; the cookie only carries the token. */
@Controller()
export class LoginController {
  private readonly secure: boolean;

  constructor(
    private readonly login: OperationsLogin,
    private readonly cookie: SessionCookie,
    @Inject(CONFIG) config: OperationsConfig,
  ) {
    this.secure = config.HUB_ENV === 'production';
  }

  @Get('login')
  @OpenDoor('sends a browser to the login')
  @Describe({ summary: 'Sends an operator to the login.', answers: { 302: null } })
  async begin(@Query('back') back: unknown, @Res() response: Response): Promise<void> {
    const { address, underWay } = await this.login.begin(ownPath(back));
    this.set(response, loginCookie, await this.cookie.seal(underWay, 600), 600);
    response.redirect(302, address);
  }

  @Get('callback')
  @OpenDoor('where the login comes back to; state, nonce and PKCE are checked')
  @Describe({
    summary: 'Opens the session of the pages and leads back to where the login began.',
    answers: { 302: null },
  })
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    const underWay = await this.cookie.open(request.headers.cookie, loginCookie);
    if (underWay?.kind !== 'login') throw new RefusalError('TOKEN_INVALID', { cure: 'Begin the login again.' });
    const query = request.originalUrl.slice(request.path.length);
    const session = await this.login.finish(query, underWay).catch((error: unknown) => {
      log.warn('a login did not come to its end', {}, error);
      throw new RefusalError('TOKEN_INVALID', { cure: 'Begin the login again.' });
    });
    const sealed = await this.cookie.seal({ kind: 'session', token: session.token }, session.lifetimeSeconds);
    this.set(response, sessionCookieName, sealed, session.lifetimeSeconds);
    response.clearCookie(loginCookie, { path: '/' });
    response.redirect(302, underWay.back);
  }

  private set(response: Response, name: string, value: string, seconds: number): void {
    response.cookie(name, value, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
      path: '/',
      maxAge: seconds * 1000,
    });
  }
}

/** Only a path of these pages may be returned to: never another site. */
const ownPath = (back: unknown): string => (typeof back === 'string' && /^\/(?![/\\])[\w/-]*$/.test(back) ? back : '/');
