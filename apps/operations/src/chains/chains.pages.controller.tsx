import { Get, Header, Inject } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { CONFIG } from '#service/config-token.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { type StopsOfTrace, StopsOfTraces } from '../messages/stops-of-traces.js';
import type { OperationsConfig } from '../operations.config.js';
import { fragment } from '../pages/fragment.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { ChainListPage } from './chain-list.page.js';
import { ChainNow } from './chain-now.view.js';
import { type ChainSearch, ChainSearchSchema, filterOf, pageOf } from './chain-search.js';
import type { ChainView } from './chain.view.js';
import { ChainPage } from './chain.page.js';
import { TraceKeeping } from '../traces/trace-keeping.js';
import { ReadChains } from './read-chains.js';

const TraceSchema = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/) });
type TracePath = z.infer<typeof TraceSchema>;

/** Chains for people: the list with its search, and one chain. The same facts as the JSON doors. */
@OperationsPages()
export class ChainsPagesController {
  constructor(
    private readonly readChains: ReadChains,
    private readonly stopsOfTraces: StopsOfTraces,
    private readonly traces: TraceKeeping,
    @Inject(CONFIG) private readonly config: Pick<OperationsConfig, 'TRACE_URL_TEMPLATE'>,
  ) {}

  @Get()
  @PageDoor('Chains, newest first, found by ids, state, sender and time.', { query: ChainSearchSchema })
  async list(
    @QueryParams(ChainSearchSchema) search: ChainSearch,
    @Caller() { municipality }: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const found = await this.readChains.list(filterOf(search, municipality));
    return <ChainListPage frame={frame} search={search} {...pageOf(search, found)} />;
  }

  @Get('chains/:traceId/page')
  @PageDoor('One chain: where it stands and what to do, its time line and its steps.', { params: TraceSchema })
  async one(
    @PathParams(TraceSchema) { traceId }: TracePath,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const traceUrl = this.config.TRACE_URL_TEMPLATE?.replace('{traceId}', traceId) || null;
    const hasTrace = this.traces.keptHours !== null;
    return (
      <ChainPage frame={frame} traceUrl={traceUrl} hasTrace={hasTrace} {...await this.present(traceId, operator)} />
    );
  }

  @Get('chains/:traceId/page/now')
  @Header('content-type', 'text/html; charset=utf-8')
  @PageDoor('How one chain stands at this moment, for the page that shows it.', { params: TraceSchema })
  async now(@PathParams(TraceSchema) { traceId }: TracePath, @Caller() operator: StaffPrincipal): Promise<string> {
    return fragment(<ChainNow {...await this.present(traceId, operator)} />);
  }

  private async present(
    traceId: string,
    { municipality }: StaffPrincipal,
  ): Promise<{ chain: ChainView; stops: StopsOfTrace }> {
    const chain = await this.readChains.find(traceId, municipality);
    if (!chain) throw new RefusalError('NOT_FOUND');
    return { chain, stops: await this.stopsOfTraces.of(traceId, municipality) };
  }
}
