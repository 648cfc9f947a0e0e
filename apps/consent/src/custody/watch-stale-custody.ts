import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { DueWork } from '#service/due-work.js';
import { CustodyStore } from './custody.store.js';

/** Answers operations how long a change that the register told of has waited to be read. */
@Injectable()
export class WatchStaleCustody implements OnApplicationBootstrap {
  constructor(
    private readonly dueWork: DueWork,
    private readonly unitOfWork: UnitOfWork,
    private readonly custody: CustodyStore,
  ) {}

  onApplicationBootstrap(): void {
    this.dueWork.watch('read-custody', () => this.unitOfWork.glance((tx) => this.custody.stale(tx)));
  }
}
