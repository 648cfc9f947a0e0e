import { Controller, Get, Header, UseFilters } from '@nestjs/common';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import { Describe } from '#security/describe.js';
import { Door, OpenDoor } from '#security/door.js';
import type { StaffPrincipal } from '#security/principal.js';
import { PathParams } from '#service/inputs.js';
import { ReadChains } from '../chains/read-chains.js';
import { ChainListPage } from './chain-list.page.js';
import { ChainPage } from './chain.page.js';
import { operationsCss } from './operations-css.js';
import { PageRefusalFilter } from './page-refusal.filter.js';

const TraceSchema = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/) });
const html = 'text/html; charset=utf-8';

/** Plain pages for people: the list of chains and one chain. The same facts as the JSON doors. */
@Controller()
@UseFilters(PageRefusalFilter)
export class PagesController {
  constructor(private readonly readChains: ReadChains) {}

  @Get()
  @Header('content-type', html)
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({ summary: 'The latest chains as a page.', answers: { 200: z.string() }, produces: ['text/html'] })
  async list(@Caller() { municipality }: StaffPrincipal): Promise<string> {
    const all = { municipality, recordId: null, receiptId: null, letterId: null, limit: 100 };
    return page(<ChainListPage chains={await this.readChains.list(all)} />);
  }

  @Get('chains/:traceId/page')
  @Header('content-type', html)
  @Door({ who: ['staff'], roles: ['ops_operator'] })
  @Describe({
    summary: 'One chain as a page: its time line and its steps.',
    params: TraceSchema,
    answers: { 200: z.string() },
    produces: ['text/html'],
  })
  async one(
    @PathParams(TraceSchema) { traceId }: z.infer<typeof TraceSchema>,
    @Caller() { municipality }: StaffPrincipal,
  ): Promise<string> {
    const chain = await this.readChains.find(traceId, municipality);
    if (!chain) throw new RefusalError('NOT_FOUND');
    return page(<ChainPage chain={chain} />);
  }

  @Get('assets/operations.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @OpenDoor('a style sheet holds no data')
  @Describe({ summary: 'The style sheet of the pages.', answers: { 200: z.string() }, produces: ['text/css'] })
  styles(): string {
    return operationsCss;
  }
}

const page = (content: Parameters<typeof renderToString>[0]): string => `<!doctype html>${renderToString(content)}`;
