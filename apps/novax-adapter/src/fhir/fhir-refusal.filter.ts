import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import type { Request, Response } from 'express';
import { attributes } from '#observability/attributes.js';
import type { CallerRequest } from '#security/caller.js';
import { refusalOf } from '#service/refusal-of.js';
import { mediaTypeOf } from '../intake/media-type.js';
import { RecordedRefusal } from '../intake/recorded-refusal.js';
import { RefusalAtTheDoor } from '../intake/refusal-at-the-door.js';
import { operationOutcomeOf, operationOutcomeXml } from './operation-outcome.view.js';

/** Refusals of the FHIR doors: an OperationOutcome, in the form that was asked for or, without a wish, in the form that was sent. */
@Catch()
export class FhirRefusalFilter implements ExceptionFilter {
  constructor(private readonly atTheDoor: RefusalAtTheDoor) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<Request & CallerRequest>();
    const response = http.getResponse<Response>();
    const refusal = refusalOf(await this.atTheDoor.recorded(error, request, 'kl_delivery_report'));
    trace.getActiveSpan()?.setAttribute(attributes.refusalCode, refusal.code);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (refusal.status === 401) response.setHeader('www-authenticate', 'Bearer');
    if (refusal.retryAfterSeconds !== null) response.setHeader('retry-after', String(refusal.retryAfterSeconds));
    if (refusal instanceof RecordedRefusal) response.setHeader('location', `/receipts/${refusal.receiptId}`);
    const outcome = operationOutcomeOf(refusal);
    const xml = wantsXml(request);
    response
      .status(refusal.status)
      .type(xml ? 'application/fhir+xml' : 'application/fhir+json')
      .send(xml ? operationOutcomeXml(outcome) : JSON.stringify(outcome));
  }
}

function wantsXml(request: Request): boolean {
  const accept = request.headers.accept ?? '*/*';
  return (accept.includes('*/*') ? mediaTypeOf(request) : accept).includes('xml');
}
