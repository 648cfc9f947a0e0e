import { Get } from '@nestjs/common';
import { Caller } from '#security/caller.js';
import { childName } from '../children/child-words.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import type { PortalUser } from '../session/portal-user.js';
import { LettersPage } from './letters.page.js';
import { MyLetters } from './my-letters.js';

/** Letters sent to me. */
@PortalPages('portal/letters')
export class LettersPagesController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly myLetters: MyLetters,
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
    return <LettersPage frame={frame} letters={letters.toReversed()} nameOf={nameOf} />;
  }
}
