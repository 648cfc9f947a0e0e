import { Get, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { RefusalError } from '#contracts/refusal-error.js';
import { ownPath } from '../pages/own-path.js';
import { OpenPage } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import { PortalCookies } from '../session/portal-cookies.js';
import { isLanguage } from '../words/languages.js';

/** Chooses the language of the pages, which the browser remembers. The language of letters is a matter of its own. */
@PortalPages('portal/language')
export class LanguagePagesController {
  constructor(private readonly cookies: PortalCookies) {}

  @Get(':language')
  @OpenPage('Chooses the language of the pages.', 'a language says nothing about anybody')
  choose(@Param('language') language: string, @Query('back') back: unknown, @Res() response: Response): void {
    if (!isLanguage(language)) throw new RefusalError('NOT_FOUND');
    this.cookies.setLanguage(response, language);
    response.redirect(303, ownPath(back));
  }
}
