import { Get, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Door } from '#security/door.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { FormDoor } from '../pages/form-door.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { OpenPage } from '../pages/page-door.js';
import { seeOther } from '#service/see-other.js';
import { LoggedOutPage } from './logged-out.page.js';
import { OperationsCookies } from './operations-cookies.js';

/** The way out of the pages. */
@OperationsPages()
export class LogoutController {
  constructor(private readonly cookies: OperationsCookies) {}

  /** Also for somebody whose role may not be here. */
  @Post('logout')
  @Door({ who: ['staff'] })
  @FormDoor('Forgets the login in this browser.', z.object({}))
  leave(@Res({ passthrough: true }) response: Response) {
    this.cookies.forgetSession(response);
    return seeOther('/logged-out');
  }

  @Get('logged-out')
  @OpenPage('Says that somebody is logged out.', 'says only that somebody is logged out')
  loggedOut(@Frame() frame: PageFrame) {
    return <LoggedOutPage frame={{ ...frame, user: null, csrf: null }} />;
  }
}
