import { Injectable } from '@nestjs/common';
import type { ChildId } from '#contracts/ids.js';
import type { AccessLogEntry } from '#contracts/questions/access-log.js';
import { ConsentClient } from '../children/consent.client.js';
import type { Guardian } from '../login/current-guardian.js';
import { hiddenAsUnknown } from '../login/hidden-as-unknown.js';
import type { LogFilter } from './log-filter.rules.js';
import { logPage } from './log-page.rules.js';

const FITS = 30;

/** A page of a child's access log, as a guardian or the young person may see it. */
@Injectable()
export class ReadLog {
  constructor(private readonly consent: ConsentClient) {}

  /** NOT_FOUND for a child that is not the guardian's own; ROLE_NOT_ALLOWED from its 15th birthday. */
  async page(
    { guardianId }: Pick<Guardian, 'guardianId'>,
    childId: ChildId,
    { outcome, who, from, before }: Omit<LogFilter, 'faults'>,
  ): Promise<{ entries: AccessLogEntry[]; next: string | null }> {
    const query = {
      limit: FITS + 1,
      ...(outcome && { outcome }),
      ...(who && { who }),
      ...(before && { before: before.toString() }),
    };
    const { entries } = await hiddenAsUnknown(() => this.consent.accessLog(childId, guardianId, query));
    return logPage(entries, FITS, from);
  }
}
