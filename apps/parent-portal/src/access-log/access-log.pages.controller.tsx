import { Get } from '@nestjs/common';
import { Caller } from '#security/caller.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { ChildPathSchema, type ChildPath } from '../children/child-path.js';
import { childName } from '../children/child-words.js';
import { ownChild } from '../children/own-child.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { CurrentGuardian } from '../login/current-guardian.js';
import { TextsOfMunicipality } from '../municipality/texts-of-municipality.js';
import { PageDoor } from '../pages/page-door.js';
import { PortalPages } from '../pages/portal-pages.js';
import type { PortalUser } from '../session/portal-user.js';
import { AccessLogPage } from './access-log.page.js';
import { logFilter, LogQuerySchema, type LogQuery } from './log-filter.rules.js';
import { ReadLog } from './read-log.js';

/** Of a log that was asked for with faults. */
const NOTHING = { entries: null, next: null };

/** Who has looked at something about a child, refused tries included. */
@PortalPages('portal/children/:childId/access-log')
export class AccessLogPagesController {
  constructor(
    private readonly currentGuardian: CurrentGuardian,
    private readonly readLog: ReadLog,
    private readonly texts: TextsOfMunicipality,
  ) {}

  @Get()
  @PageDoor('Who has looked at something about a child, and why it was allowed or refused. Never who of the staff.')
  async read(
    @PathParams(ChildPathSchema) { childId }: ChildPath,
    @QueryParams(LogQuerySchema) query: LogQuery,
    @Caller() user: PortalUser,
    @Frame() frame: PageFrame,
  ) {
    const guardian = await this.currentGuardian.of(user, async () => childId);
    const { faults, ...filter } = logFilter(query, frame.words);
    const page = faults.length === 0 ? await this.readLog.page(guardian, childId, filter) : NOTHING;
    const child = ownChild(guardian, childId);
    const name = child ? childName(child, frame.words) : frame.words.children.nameless;
    return (
      <AccessLogPage
        frame={frame}
        name={child?.relation === 'self' ? null : name}
        query={query}
        faults={faults}
        entries={page.entries}
        next={page.next}
        placeName={(municipality, organisation) => this.texts.placeName(municipality, organisation, frame.words)}
      />
    );
  }
}
