import { Get } from '@nestjs/common';
import { Caller } from '#security/caller.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { OpenPage, PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import type { PortalUser } from '../session/portal-user.js';
import { ContactPage } from './contact.page.js';
import { ProcessingPage } from './processing.page.js';
import { SupportPage } from './support.page.js';
import { TextsOfMunicipality } from './texts-of-municipality.js';

/** What the municipality says itself: whom to ask, and how it uses personal data. For everybody, with custody or without. */
@PortalPages('portal')
export class MunicipalityPagesController {
  constructor(private readonly texts: TextsOfMunicipality) {}

  @Get('contact')
  @PageDoor('Whom to ask: the institution about the content, support about the technology.')
  contact(@Caller() user: PortalUser, @Frame() frame: PageFrame) {
    const { contacts } = this.texts.of(user.municipality);
    return <ContactPage frame={frame} contacts={contacts} support={this.texts.support} />;
  }

  @Get('processing')
  @PageDoor('How the municipality uses personal data.')
  processing(@Caller() user: PortalUser, @Frame() frame: PageFrame) {
    return <ProcessingPage frame={frame} processing={this.texts.of(user.municipality).processing} />;
  }

  @Get('support')
  @OpenPage('Help for somebody who cannot log in.', 'who cannot log in needs it most')
  support(@Frame() frame: PageFrame) {
    return <SupportPage frame={frame} support={this.texts.support} />;
  }
}
