import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Provider } from 'oidc-provider';
import { readBody } from '#service/read-body.js';
import { OpenDoor } from '#security/door.js';
import { nsisLevel } from './broker-claims.js';
import { loginPage } from './login-page.js';
import { Logins, type Account } from './logins.js';
import { OIDC_OPTIONS, OIDC_PROVIDER, type OidcOptions } from './oidc-options.js';

const reason = 'The login form of a stand-in, never deployed';

/** The form at which people say who they are. Whoever asks for the scope `mitid` logs in with MitID, everybody else as staff. */
@Controller('/login')
export class LoginController {
  constructor(
    @Inject(OIDC_PROVIDER) private readonly provider: Provider,
    private readonly logins: Logins,
    @Inject(OIDC_OPTIONS) private readonly options: OidcOptions,
  ) {}

  @Get('/:uid')
  @OpenDoor(reason)
  async form(@Param('uid') uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const kind = await this.kindOf(request, response);
    response.type('html').send(this.page(uid, kind, false));
  }

  @Post('/:uid')
  @HttpCode(303)
  @OpenDoor(reason)
  async enter(@Param('uid') uid: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const kind = await this.kindOf(request, response);
    const form = new URLSearchParams((await readBody(request, 10_000)).toString('utf8'));
    const account = this.logins.enter(kind, form.get('username')?.trim() ?? '');
    if (!account) {
      response
        .status(401)
        .type('html')
        .send(this.page(uid, kind, true));
      return;
    }
    const login = {
      accountId: account.id,
      ...(account.kind === 'mitid' ? { acr: nsisLevel(account.identity.loa) } : {}),
    };
    await this.provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  }

  private page(uid: string, kind: Account['kind'], failed: boolean): string {
    const proposed = this.options.proposesPeople ? this.logins.proposed(kind) : [];
    return loginPage({ action: `/login/${encodeURIComponent(uid)}`, kind, failed, proposed });
  }

  private async kindOf(request: Request, response: Response): Promise<Account['kind']> {
    const { params } = await this.provider.interactionDetails(request, response);
    return String(params['scope'] ?? '')
      .split(' ')
      .includes('mitid')
      ? 'mitid'
      : 'staff';
  }
}
