import { Injectable } from '@nestjs/common';
import { traceGapDetectedV1 } from '#contracts/events/trace-gap-detected.js';
import { Outbox } from '#messaging/outbox.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { AwaitedReceiptsStore } from './awaited-receipts.store.js';

/** A submitted letter is expected to have its receipt within this time (R19). */
export const receiptLimit = { hours: 24 } as const;

/** Finds chains that stopped in silence: a letter the channel took and never told about again (R19). */
@Injectable()
export class FindGaps {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly receipts: AwaitedReceiptsStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Returns how many gaps were found; each is told once. */
  async run(): Promise<number> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const stopped = await this.receipts.markGaps(tx, now.subtract(receiptLimit).toString(), now.toString());
      await this.outbox.append(
        tx,
        stopped.map((letter) => ({
          contract: traceGapDetectedV1,
          key: letter.traceId,
          municipality: letter.municipality,
          time: now.toString(),
          traceparent: `00-${letter.traceId}-${letter.traceId.slice(0, 16)}-01`,
          data: {
            traceId: letter.traceId,
            municipality: letter.municipality,
            step: 'letter.delivered',
            since: new Date(letter.submittedAt).toISOString(),
          },
        })),
      );
      return stopped.length;
    });
  }
}
