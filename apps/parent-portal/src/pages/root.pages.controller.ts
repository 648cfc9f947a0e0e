import { Controller, Get, Redirect } from '@nestjs/common';
import { Describe } from '#security/describe.js';
import { OpenDoor } from '#security/door.js';

/** Who types the portal's address without a path is led to its first page. */
@Controller()
export class RootPagesController {
  @Get()
  @OpenDoor('only leads to the first page')
  @Describe({ summary: 'Leads to the first page of the portal.', answers: { 302: null } })
  @Redirect('/portal', 302)
  lead(): void {}
}
