import { Get } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { PathParams } from '#service/inputs.js';
import { ReadChains } from '../chains/read-chains.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { TraceKeeping } from './trace-keeping.js';
import { TracePage } from './trace.page.js';

const TraceSchema = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/) });

/** The trace of a chain, where the hub keeps spans itself. */
@OperationsPages('chains')
export class TracesPagesController {
  constructor(
    private readonly readChains: ReadChains,
    private readonly keeping: TraceKeeping,
  ) {}

  @Get(':traceId/trace')
  @PageDoor('The spans of a chain, as a waterfall and as a table.', { params: TraceSchema })
  async one(
    @PathParams(TraceSchema) { traceId }: z.infer<typeof TraceSchema>,
    @Caller() { municipality }: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    if (!(await this.readChains.find(traceId, municipality))) throw new RefusalError('NOT_FOUND');
    return <TracePage frame={frame} traceId={traceId} spans={await this.keeping.ofTrace(traceId)} />;
  }
}
