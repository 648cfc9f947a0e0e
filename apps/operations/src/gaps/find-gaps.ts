import { Injectable } from '@nestjs/common';
import { traceGapDetectedV1 } from '#contracts/events/trace-gap-detected.js';
import { Outbox } from '#messaging/outbox.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { AwaitedStepsStore } from './awaited-steps.store.js';

/** Finds chains that stopped in silence: a step that was due and did not come (R19). */
@Injectable()
export class FindGaps {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awaited: AwaitedStepsStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Returns how many gaps were found; each is told once. */
  async run(): Promise<number> {
    const now = this.clock.now().toString();
    return this.unitOfWork.run(async (tx) => {
      const gaps = await this.awaited.markGaps(tx, now);
      await this.outbox.append(
        tx,
        gaps.map(({ traceId, municipality, step, since }) => ({
          contract: traceGapDetectedV1,
          key: traceId,
          municipality,
          time: now,
          traceparent: `00-${traceId}-${traceId.slice(0, 16)}-01`,
          data: { traceId, municipality, step, since },
        })),
      );
      return gaps.length;
    });
  }
}
