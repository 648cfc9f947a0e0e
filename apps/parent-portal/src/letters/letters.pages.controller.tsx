import { Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { Caller } from '#security/caller.js';
import { childName } from '../children/child-words.js';
import { ConsentClient } from '../children/consent.client.js';
import { DonePage } from '../layout/done.page.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { FormBody } from '#service/form-body.js';
import { FormDoor } from '../pages/form-door.js';
import { PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import { seeOther } from '#service/see-other.js';
import type { PortalUser } from '../session/portal-user.js';
import { LettersPage } from './letters.page.js';
import { MyLetters } from './my-letters.js';

const LanguageFormSchema = z.object({ language: z.enum(['da', 'en']) });
type LanguageForm = z.infer<typeof LanguageFormSchema>;

/** Letters sent to me, and the language they are written in. */
@PortalPages('portal/letters')
export class LettersPagesController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly myLetters: MyLetters,
    private readonly consent: ConsentClient,
  ) {}

  @Get()
  @PageDoor('The letters sent to me, newest first, and whether they arrived.')
  async list(@Caller() user: PortalUser, @Frame() frame: PageFrame) {
    const guardian = await this.currentGuardian.of(user);
    const letters = await this.myLetters.of(guardian);
    const nameOf = (childId: string): string => {
      const child = guardian.children.find((each) => each.childId === childId);
      return child ? childName(child, frame.words) : frame.words.children.nameless;
    };
    return <LettersPage frame={frame} letters={letters.toReversed()} nameOf={nameOf} language={guardian.language} />;
  }

  @Post('language')
  @FormDoor('Chooses the language of letters.', LanguageFormSchema)
  async choose(@FormBody(LanguageFormSchema) { language }: LanguageForm, @Caller() user: PortalUser) {
    const { guardianId } = await this.currentGuardian.of(user);
    await this.consent.speak(guardianId, language);
    return seeOther('/portal/letters/language-chosen');
  }

  @Get('language-chosen')
  @PageDoor('Says that the language of letters was chosen.')
  chosen(@Frame() frame: PageFrame) {
    const words = frame.words.letters;
    const onward = { path: '/portal/letters', label: words.title };
    return <DonePage frame={frame} title={words.languageChosen} told={[words.languageFromNow]} onward={onward} />;
  }
}
