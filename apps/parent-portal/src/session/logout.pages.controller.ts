import { Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Caller } from '#security/caller.js';
import { FormDoor } from '../pages/form-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import { seeOther } from '#service/see-other.js';
import { PortalCookies } from './portal-cookies.js';
import { PortalSessions } from './portal-sessions.js';
import type { PortalUser } from './portal-user.js';

const NoFieldsSchema = z.object({});

/** The ways out: of this session, and of every session the person has. */
@PortalPages('portal')
export class LogoutPagesController {
  constructor(
    private readonly sessions: PortalSessions,
    private readonly cookies: PortalCookies,
  ) {}

  @Post('logout')
  @FormDoor('Ends the session.', NoFieldsSchema)
  async here(@Caller() user: PortalUser, @Res({ passthrough: true }) response: Response) {
    await this.sessions.end(user);
    this.cookies.forgetSession(response);
    return seeOther('/portal/welcome?why=logged-out');
  }

  @Post('logout-everywhere')
  @FormDoor('Ends every session of the person.', NoFieldsSchema)
  async everywhere(@Caller() user: PortalUser, @Res({ passthrough: true }) response: Response) {
    await this.sessions.endEverywhere(user);
    this.cookies.forgetSession(response);
    return seeOther('/portal/welcome?why=logged-out-everywhere');
  }
}
