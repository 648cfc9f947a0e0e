import { Injectable } from '@nestjs/common';
import { log } from '#observability/log.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { lateWork, workInTime } from './late-work.rules.js';
import { LateWorkStore } from './late-work.store.js';
import { SeeWork } from './see-work.js';

/** Finds work that a service should have done and did not: what no event tells of, because nothing happened. */
@Injectable()
export class WatchWork {
  constructor(
    private readonly seeWork: SeeWork,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: LateWorkStore,
  ) {}

  /** Returns how much was found late for the first time. */
  async run(): Promise<number> {
    const seen = await this.seeWork.run();
    const opened = await this.unitOfWork.run(async (tx) => {
      await this.store.close(tx, workInTime(seen));
      return this.store.open(tx, lateWork(seen));
    });
    for (const { service, kind } of opened) log.error('Work of a service is late', { service, kind });
    return opened.length;
  }
}
