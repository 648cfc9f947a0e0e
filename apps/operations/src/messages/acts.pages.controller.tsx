import { Get } from '@nestjs/common';
import { z } from 'zod';
import { log } from '#observability/log.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { QueryParams } from '#service/inputs.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { ActsPage, type ActOfService } from './acts.page.js';
import { type DeskService, deskServices } from './desk-addresses.js';
import { MessageDesks } from './message-desks.client.js';

const A_PAGE = 50;
const ActsQuerySchema = z.object({
  service: z.enum(deskServices).optional(),
  after: z.string().regex(/^\d+$/).optional(),
});
type ActsQuery = z.infer<typeof ActsQuerySchema>;

/** The log of acts: the latest of all services together, or all of one service, page by page. */
@OperationsPages('acts')
export class ActsPagesController {
  constructor(private readonly desks: MessageDesks) {}

  @Get()
  @PageDoor('Who did what to stopped messages of the operator’s municipality, and why.', { query: ActsQuerySchema })
  async list(
    @QueryParams(ActsQuerySchema) { service, after }: ActsQuery,
    @Caller() { municipality }: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const { known } = this.desks;
    if (service === undefined) {
      const answers = await Promise.all(known.map((each) => this.actsOf(each, municipality)));
      const acts = answers.flatMap((each) => each ?? []).toSorted((a, b) => (a.at < b.at ? 1 : -1));
      const silent = known.filter((_, nth) => answers[nth] === null);
      return <ActsPage {...{ frame, silent, known }} acts={acts.slice(0, A_PAGE)} service={null} earlier={null} />;
    }
    const acts = await this.desks.acts(service, municipality, { limit: A_PAGE + 1, after });
    const shown = acts.slice(0, A_PAGE).map((act) => ({ ...act, service }));
    const earlier = acts.length > A_PAGE ? `/acts?service=${service}&after=${shown.at(-1)!.id}` : null;
    return <ActsPage {...{ frame, service, earlier, known }} acts={shown} silent={[]} />;
  }

  private async actsOf(service: DeskService, municipality: string): Promise<ActOfService[] | null> {
    try {
      const acts = await this.desks.acts(service, municipality, { limit: A_PAGE });
      return acts.map((act) => ({ ...act, service }));
    } catch (error) {
      log.warn('A service did not show its log of acts', { service }, error);
      return null;
    }
  }
}
