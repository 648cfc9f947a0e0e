import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { CallerRequest } from '#security/caller.js';
import { ProblemFilter } from '#service/problem-filter.js';
import { RecordedRefusal } from '../intake/recorded-refusal.js';
import { RefusalAtTheDoor } from '../intake/refusal-at-the-door.js';

/** Refusals of the NOVAX door: RFC 9457 problem documents; where one was kept, Location names its receipt. */
@Catch()
export class NovaxRefusalFilter implements ExceptionFilter {
  private readonly problems = new ProblemFilter();

  constructor(private readonly atTheDoor: RefusalAtTheDoor) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const answered = await this.atTheDoor.recorded(error, http.getRequest<CallerRequest>(), 'novax_result');
    if (answered instanceof RecordedRefusal) {
      http.getResponse<Response>().setHeader('location', `/receipts/${answered.receiptId}`);
    }
    this.problems.catch(answered, host);
  }
}
