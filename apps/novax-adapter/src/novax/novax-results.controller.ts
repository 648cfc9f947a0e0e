import { Controller, Header, HttpCode, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { killPoint } from '#observability/kill-point.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { JournalSystemPrincipal } from '#security/principal.js';
import { TakesBytes } from '#service/body-limits.js';
import { Describe } from '#security/describe.js';
import { BytesBody } from '#service/inputs.js';
import { intakeMetrics } from '../intake/intake.metrics.js';
import { mediaTypeOf } from '../intake/media-type.js';
import { ReceiptSchema } from '../intake/receipt.js';
import { SendersStore } from '../senders/senders.store.js';
import { NovaxRefusalFilter } from './novax-refusal.filter.js';
import { TakeNovaxResult } from './take-novax-result.js';

const types = ['application/xml', 'text/xml', 'application/json'];

/** The door for flat NOVAX results, XML (novax-result.xsd) or its JSON twin. */
@Controller('novax')
@UseFilters(NovaxRefusalFilter)
export class NovaxResultsController {
  constructor(
    private readonly senders: SendersStore,
    private readonly takeNovaxResult: TakeNovaxResult,
  ) {}

  @Post('results')
  @HttpCode(201)
  @Header('content-type', 'application/json')
  @Door({ who: ['journal_system'], scopes: ['journal.write'] })
  @TakesBytes({ maxBytes: 1_000_000, types })
  @Describe({ summary: 'Hand in one ADBB result', consumes: types, answers: { 201: ReceiptSchema } })
  async take(
    @Caller() caller: JournalSystemPrincipal,
    @BytesBody() bytes: Buffer,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const started = performance.now();
    const sender = await this.senders.get(caller);
    const { receipt, receiptId } = await this.takeNovaxResult.run(sender, bytes, mediaTypeOf(request));
    response.setHeader('location', `/receipts/${receiptId}`);
    response.once('finish', () => killPoint('intake.after-ack'));
    intakeMetrics.seconds.record((performance.now() - started) / 1000, { format: 'novax_result' });
    return receipt;
  }
}
