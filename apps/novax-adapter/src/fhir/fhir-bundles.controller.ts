import { Controller, Header, HttpCode, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { Request, Response } from 'express';
import { killPoint } from '#observability/kill-point.js';
import { Caller } from '#security/caller.js';
import { Door } from '#security/door.js';
import type { JournalSystemPrincipal } from '#security/principal.js';
import { TakesBytes } from '#service/body-limits.js';
import { Describe } from '#security/describe.js';
import { BytesBody } from '#service/inputs.js';
import { z } from 'zod';
import { intakeMetrics } from '../intake/intake.metrics.js';
import { mediaTypeOf } from '../intake/media-type.js';
import { ReceiptSchema, ReceiptsSchema } from '../intake/receipt.js';
import { SendersStore } from '../senders/senders.store.js';
import { FhirRefusalFilter } from './fhir-refusal.filter.js';
import { TakeKlDelivery } from './take-kl-delivery.js';

const types = ['application/fhir+json', 'application/fhir+xml', 'application/json', 'application/xml', 'text/xml'];

/** The door for national delivery reports and incremental deliveries (KLChildren 2.1.0). */
@Controller('fhir')
@UseFilters(FhirRefusalFilter)
export class FhirBundlesController {
  constructor(
    private readonly senders: SendersStore,
    private readonly takeKlDelivery: TakeKlDelivery,
  ) {}

  @Post('Bundle')
  @HttpCode(201)
  @Header('content-type', 'application/json')
  @Door({ who: ['journal_system'], scopes: ['journal.write'] })
  @TakesBytes({ maxBytes: 10_000_000, types })
  @Describe({
    summary: 'Hand in a delivery report or an incremental delivery',
    consumes: types,
    produces: types,
    answers: { 201: z.union([ReceiptSchema, ReceiptsSchema]) },
  })
  async take(
    @Caller() caller: JournalSystemPrincipal,
    @BytesBody() bytes: Buffer,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const started = performance.now();
    const sender = await this.senders.get(caller);
    const taken = await this.takeKlDelivery.run(sender, bytes, mediaTypeOf(request));
    if (taken.location) response.setHeader('location', taken.location);
    response.once('finish', () => killPoint('intake.after-ack'));
    intakeMetrics.seconds.record((performance.now() - started) / 1000, { format: 'kl_delivery_report' });
    return taken.answer;
  }
}
