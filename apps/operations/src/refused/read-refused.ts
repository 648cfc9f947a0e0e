import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { RefusedEntriesStore } from './refused-entries.store.js';
import { refusedSummary, type RefusedSender } from './refused-summary.rules.js';

export interface RefusedOverview {
  /** Danish days, oldest first; the last is today. */
  readonly days: readonly string[];
  readonly senders: readonly RefusedSender[];
}

/** What senders of a municipality were refused for in the last days. */
@Injectable()
export class ReadRefused {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: RefusedEntriesStore,
    private readonly clock: Clock,
  ) {}

  async overview(municipality: string, dayCount: number): Promise<RefusedOverview> {
    const today = this.clock.now().toZonedDateTimeISO('Europe/Copenhagen').startOfDay();
    const days = Array.from({ length: dayCount }, (_, nth) => today.subtract({ days: dayCount - 1 - nth }));
    const since = days[0]!.toInstant().toString();
    const counts = await this.unitOfWork.read((tx) => this.entries.count(tx, municipality, since));
    const names = days.map((day) => day.toPlainDate().toString());
    return { days: names, senders: refusedSummary(counts, names) };
  }
}
