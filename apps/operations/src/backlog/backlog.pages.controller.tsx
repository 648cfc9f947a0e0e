import { Get, Header } from '@nestjs/common';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { fragment } from '../pages/fragment.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { BacklogNow } from './backlog-now.view.js';
import { BacklogPage } from './backlog.page.js';
import { SeeBacklog } from './see-backlog.js';

/** What waits for each service, for somebody who watches it go down. */
@OperationsPages('waiting')
export class BacklogPagesController {
  constructor(private readonly seeBacklog: SeeBacklog) {}

  @Get()
  @PageDoor('How many events wait for each service, how fast they are handled, and how long it will take.')
  async page(@Frame() frame: PageFrame) {
    return <BacklogPage frame={frame} services={await this.seeBacklog.run()} />;
  }

  @Get('now')
  @Header('content-type', 'text/html; charset=utf-8')
  @PageDoor('What waits for each service at this moment, for the page that shows it.')
  async now(): Promise<string> {
    return fragment(<BacklogNow services={await this.seeBacklog.run()} />);
  }
}
