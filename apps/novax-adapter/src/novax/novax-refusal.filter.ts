import { type ArgumentsHost, Catch } from '@nestjs/common';
import type { Response } from 'express';
import type { CallerRequest } from '#security/caller.js';
import { ProblemFilter } from '#service/problem-filter.js';
import { RecordedRefusal } from '../intake/recorded-refusal.js';
import { RefusalAtTheDoor } from '../intake/refusal-at-the-door.js';

/** Refusals of the NOVAX door: RFC 9457 problem documents; where one was kept, Location names its receipt. */
@Catch()
export class NovaxRefusalFilter extends ProblemFilter {
  constructor(private readonly atTheDoor: RefusalAtTheDoor) {
    super();
  }

  override async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const answered = await this.atTheDoor.recorded(error, http.getRequest<CallerRequest>(), 'novax_result');
    if (answered instanceof RecordedRefusal) {
      http.getResponse<Response>().setHeader('location', `/receipts/${answered.receiptId}`);
    }
    // oxlint-disable-next-line promise/valid-params -- an exception filter's catch, not a promise's
    super.catch(answered, host);
  }
}
