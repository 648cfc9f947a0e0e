import { Get, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { QueryParams } from '#service/inputs.js';
import { Frame, type FramedRequest, type PageFrame } from '../layout/page-frame.js';
import { ownPath } from '../pages/own-path.js';
import { OpenPage } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import { LoginsStore } from '../session/logins.store.js';
import { PortalCookies } from '../session/portal-cookies.js';
import { PortalLimits } from '../session/portal-limits.js';
import { PortalSessions } from '../session/portal-sessions.js';
import { newSessionId, sessionIdHash } from '../session/session-id.js';
import { BrowserLogin } from './browser-login.js';
import { WelcomePage } from './welcome.page.js';

const WelcomeSchema = z.object({
  back: z.unknown().optional(),
  why: z.enum(['expired', 'logged-out', 'logged-out-everywhere']).optional().catch(undefined),
});

/** The way in: the front page for somebody who is not logged in, and the two steps of a login. */
@PortalPages('portal')
export class LoginPagesController {
  constructor(
    private readonly login: BrowserLogin,
    private readonly logins: LoginsStore,
    private readonly sessions: PortalSessions,
    private readonly cookies: PortalCookies,
    private readonly limits: PortalLimits,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Get('welcome')
  @OpenPage('The front page for somebody who is not logged in.', 'where a person finds the login')
  welcome(@QueryParams(WelcomeSchema) { back, why }: z.infer<typeof WelcomeSchema>, @Frame() frame: PageFrame) {
    return <WelcomePage frame={frame} back={ownPath(back)} why={why ?? null} />;
  }

  @Get('login')
  @OpenPage('Sends the browser to the login.', 'sends a browser to the login; so many from one address')
  async begin(@Query('back') back: unknown, @Req() request: FramedRequest, @Res() response: Response): Promise<void> {
    this.limits.takeLogin(request);
    const { address, state, secrets } = await this.login.begin();
    const browserId = this.cookies.browserId(request) ?? newSessionId();
    const underWay = {
      stateHash: sessionIdHash(state),
      browserHash: sessionIdHash(browserId),
      secrets,
      returnTo: ownPath(back),
    };
    await this.unitOfWork.run((tx) => this.logins.insert(tx, underWay, this.clock.now()));
    this.cookies.setBrowser(response, browserId);
    response.redirect(302, address);
  }

  @Get('login/callback')
  @OpenPage(
    'Where the login comes back to.',
    'where the login comes back to; state, nonce, PKCE and browser are checked',
  )
  async finish(
    @Query('state') state: unknown,
    @Req() request: FramedRequest,
    @Res() response: Response,
  ): Promise<void> {
    const browserId = this.cookies.browserId(request);
    const underWay =
      browserId && typeof state === 'string'
        ? await this.unitOfWork.run((tx) =>
            this.logins.take(tx, sessionIdHash(state), sessionIdHash(browserId), this.clock.now()),
          )
        : null;
    if (!underWay) throw new RefusalError('TOKEN_INVALID', { cure: 'Begin the login again.' });
    const query = request.originalUrl.slice(request.originalUrl.indexOf('?'));
    const finished = await this.login.finish(query, underWay.secrets);
    const sessionId = await this.sessions.open(finished, this.cookies.sessionId(request));
    this.cookies.setSession(response, sessionId);
    response.redirect(303, underWay.returnTo);
  }
}
