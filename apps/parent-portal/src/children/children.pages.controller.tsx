import { Get } from '@nestjs/common';
import { Caller } from '#security/caller.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import type { PortalUser } from '../session/portal-user.js';
import { ChildrenPage } from './children.page.js';
import { MyChildren } from './my-children.js';

/** The first page after the login. */
@PortalPages('portal')
export class ChildrenPagesController {
  constructor(private readonly myChildren: MyChildren) {}

  @Get()
  @PageDoor('My children, and the way to what is shared about each.')
  async list(@Caller() user: PortalUser, @Frame() frame: PageFrame) {
    return <ChildrenPage frame={frame} children={await this.myChildren.of(user)} />;
  }
}
