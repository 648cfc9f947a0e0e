import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { log } from '#observability/log.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { AccessLogRetentionStore, STANDARD_MONTHS } from './access-log-retention.store.js';
import { AccessLogStore } from './access-log.store.js';

/** Drops the parts of the access log that are older than their municipality keeps them. */
@Injectable()
export class RetainAccessLog {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly retention: AccessLogRetentionStore,
    private readonly accessLog: AccessLogStore,
    private readonly clock: Clock,
  ) {}

  /** How many parts were dropped. A month goes when its last day is older than the municipality's number of months. */
  async run(): Promise<number> {
    const { parts, months } = await this.unitOfWork.read(async (tx) => ({
      parts: await this.retention.parts(tx),
      months: await this.retention.all(tx),
    }));
    const today = this.clock.today();
    const expired = parts.filter(({ month, municipality }) => {
      const keptFor = months.get(municipality) ?? STANDARD_MONTHS;
      const gone = Temporal.PlainDate.from(month).add({ months: 1 + keptFor });
      return Temporal.PlainDate.compare(gone, today) <= 0;
    });
    for (const part of expired) {
      await this.unitOfWork.run((tx) => this.retention.drop(tx, part));
      this.accessLog.forget(part);
      log.info('A part of the access log is older than it is kept and was dropped', {
        municipality: part.municipality,
      });
    }
    return expired.length;
  }
}
