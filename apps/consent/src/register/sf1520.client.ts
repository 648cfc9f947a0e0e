import { Inject, Injectable } from '@nestjs/common';
import type { Cpr } from '#contracts/cpr.js';
import { histogram } from '#observability/metrics.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { CONFIG } from '#service/config-token.js';
import type { ConsentConfig } from '../consent.config.js';
import { CustodyRegister, type RegisterPerson } from './custody-register.js';
import { lookupAction, personLookup } from './sf1520-request.js';
import { readPerson } from './sf1520-response.js';

const NOT_FOUND = /<faultstring>[^<]*PNR not found[^<]*<\/faultstring>/;

const answerTime = histogram('hub.custody.register.answer.time');

/** "CPR replika opslag" (SF1520), PersonBaseDataExtended version 4, over SOAP 1.1. */
@Injectable()
export class Sf1520Client extends CustodyRegister {
  constructor(@Inject(CONFIG) private readonly config: ConsentConfig) {
    super();
  }

  async person(municipality: string, cpr: Cpr): Promise<RegisterPerson | null> {
    const cvr = this.config.MUNICIPALITY_CVRS.get(municipality);
    if (!cvr) throw new Error(`MUNICIPALITY_CVRS names no CVR for ${municipality}`);
    const startedMs = performance.now();
    let outcome = 'failed';
    try {
      const person = await this.ask(personLookup(cvr, cpr));
      outcome = person ? 'found' : 'not_found';
      return person;
    } finally {
      answerTime.record((performance.now() - startedMs) / 1000, { outcome });
    }
  }

  private async ask(request: string): Promise<RegisterPerson | null> {
    const { status, xml } = await this.post(request);
    if (status === 500 && NOT_FOUND.test(xml)) return null;
    if (status !== 200) throw new TransientError('CUSTODY_REGISTER_FAULT');
    return readPerson(xml);
  }

  /** The error of a failed call is not kept as a cause: it may quote what was sent. */
  private async post(body: string): Promise<{ status: number; xml: string }> {
    try {
      const answer = await fetch(this.config.CUSTODY_REGISTER_URL, {
        method: 'POST',
        headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${lookupAction}"` },
        body,
        signal: AbortSignal.timeout(this.config.CUSTODY_REGISTER_TIMEOUT_MS),
      });
      return { status: answer.status, xml: await answer.text() };
    } catch {
      throw new TransientError('CUSTODY_REGISTER_SILENT');
    }
  }
}
