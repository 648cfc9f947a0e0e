import { Get } from '@nestjs/common';
import { z } from 'zod';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { QueryParams } from '#service/inputs.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { queryOf } from '../pages/query-of.js';
import { ReadRefused } from './read-refused.js';
import { RefusedEntriesStore } from './refused-entries.store.js';
import { RefusedListPage } from './refused-list.page.js';
import { RefusedPage } from './refused.page.js';

const DAYS = 30;
const A_PAGE = 50;
const ListSchema = z.object({
  sourceSystem: z.string().max(64),
  code: z.string().max(64),
  after: z.uuid().optional(),
});
type List = z.infer<typeof ListSchema>;

/** What senders were refused for. */
@OperationsPages('refused')
export class RefusedPagesController {
  constructor(
    private readonly readRefused: ReadRefused,
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: RefusedEntriesStore,
  ) {}

  @Get()
  @PageDoor('What each sender was refused for in the last days, how to mend it, and the trend.')
  async bySender(@Caller() { municipality }: StaffPrincipal, @Frame() frame: PageFrame) {
    return <RefusedPage frame={frame} overview={await this.readRefused.overview(municipality, DAYS)} />;
  }

  @Get('entries')
  @PageDoor('The refused entries of one sender with one code, newest first.', { query: ListSchema })
  async list(
    @QueryParams(ListSchema) query: List,
    @Caller() { municipality }: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const filter = { ...query, municipality, limit: A_PAGE + 1 };
    const found = await this.unitOfWork.read((tx) => this.entries.list(tx, filter));
    const entries = found.slice(0, A_PAGE);
    const { sourceSystem, code } = query;
    const older =
      found.length > A_PAGE
        ? `/refused/entries?${queryOf({ sourceSystem, code, after: entries.at(-1)!.receiptId })}`
        : null;
    return <RefusedListPage {...{ frame, sourceSystem, code, entries, older }} />;
  }
}
