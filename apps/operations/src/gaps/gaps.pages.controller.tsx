import { Get, Post } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { FormBody } from '#service/form-body.js';
import { FormFault } from '#service/form-fault.js';
import { QueryParams } from '#service/inputs.js';
import { seeOther } from '#service/see-other.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { FormDoor } from '../pages/form-door.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { queryOf } from '../pages/query-of.js';
import { reasonFault } from '../pages/reason.rules.js';
import { AwaitedStepsStore } from './awaited-steps.store.js';
import { CloseGaps } from './close-gaps.js';
import type { FoundGap } from './gap.js';
import { type GapChoice, GapChoiceSchema } from './gap-choice.js';
import { gapCloseCodes } from './gap-close-codes.js';
import { GapListPage } from './gap-list.page.js';
import { gapPaths } from './gap-paths.js';
import { GapPage } from './gap.page.js';

const A_PAGE = 50;
const ListSchema = z.object({
  state: z.enum(['open', 'closed']).default('open'),
  skip: z.coerce.number().int().min(0).max(100_000).default(0),
});
type List = z.infer<typeof ListSchema>;
const reason = z.string().trim().default('');
const CloseSchema = GapChoiceSchema.extend({ code: z.enum(gapCloseCodes), reason });
type Close = z.infer<typeof CloseSchema>;
const ReopenSchema = GapChoiceSchema.extend({ reason });
type Reopen = z.infer<typeof ReopenSchema>;

/** Gaps for people: open and closed ones, one gap, closing it by hand and taking that back. The same as the JSON doors. */
@OperationsPages('gaps')
export class GapsPagesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awaited: AwaitedStepsStore,
    private readonly closeGaps: CloseGaps,
  ) {}

  @Get('page')
  @PageDoor('Chains that stopped before a step, open or closed since, latest found first.', { query: ListSchema })
  async list(
    @QueryParams(ListSchema) { state, skip }: List,
    @Caller() { municipality }: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const limit = A_PAGE + 1;
    const found = await this.unitOfWork.read((tx) => this.awaited.list(tx, municipality, { state, limit, skip }));
    const earlier = found.length > A_PAGE ? `/gaps/page?${queryOf({ state, skip: skip + A_PAGE })}` : null;
    return <GapListPage {...{ frame, state, earlier }} gaps={found.slice(0, A_PAGE)} />;
  }

  @Get('one')
  @PageDoor('A gap of a chain, and the way to close it by hand.', { query: GapChoiceSchema })
  async one(
    @QueryParams(GapChoiceSchema) choice: GapChoice,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    return <GapPage {...{ frame, choice }} gaps={await this.find(choice, operator)} />;
  }

  @Post('one/close')
  @FormDoor('Closes a gap whose step will never come, with a reason.', CloseSchema)
  async close(
    @FormBody(CloseSchema) { code, reason, ...choice }: Close,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const fault = reasonFault(reason);
    if (fault !== null) {
      const gaps = await this.find(choice, operator);
      throw new FormFault(<GapPage {...{ frame, choice, gaps, code, reason, fault }} />);
    }
    await this.closeGaps.close(operator, choice, { code, reason });
    return seeOther(gapPaths.one(choice));
  }

  @Post('one/reopen')
  @FormDoor('Takes the closing of a gap back, with a reason.', ReopenSchema)
  async reopen(
    @FormBody(ReopenSchema) { reason, ...choice }: Reopen,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const fault = reasonFault(reason);
    if (fault !== null) {
      const gaps = await this.find(choice, operator);
      throw new FormFault(<GapPage {...{ frame, choice, gaps, reason, fault }} />);
    }
    await this.closeGaps.reopen(operator, choice, reason);
    return seeOther(gapPaths.one(choice));
  }

  /** Refuses NOT_FOUND where the operator's municipality has no such gap. */
  private async find({ traceId, step, letterId }: GapChoice, { municipality }: StaffPrincipal): Promise<FoundGap[]> {
    const ofTrace = await this.unitOfWork.read((tx) => this.awaited.gapsOf(tx, [traceId]));
    const gaps = ofTrace.filter(
      (gap) =>
        gap.municipality === municipality && gap.step === step && (letterId === undefined || gap.letterId === letterId),
    );
    if (gaps.length === 0) throw new RefusalError('NOT_FOUND');
    return gaps;
  }
}
