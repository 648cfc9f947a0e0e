import { Get } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { OpenPage } from './page-door.js';
import { PortalPages } from './portal-pages.js';

/** Addresses that no page has. Listed last in the module: what another controller answers never comes here. */
@PortalPages('portal')
export class MissingPagesController {
  @Get('*path')
  @OpenPage('Says that there is no such page.', 'says that there is nothing')
  missing(): never {
    throw new RefusalError('NOT_FOUND');
  }
}
