import { Injectable } from '@nestjs/common';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import { traceGapDetectedV1 } from '#contracts/events/trace-gap-detected.js';
import type { PartitionProgress } from '#messaging/broker/broker.js';
import { ConsumerProgress } from '#messaging/handling/consumer-progress.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { log } from '#observability/log.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import { AwaitedStepsStore } from './awaited-steps.store.js';
import { expectedSteps } from './expected-steps.js';
import { ReadMarks } from './read-marks.js';

/** In which topics the steps come that end a waiting. */
const topicsOf = new Map(
  expectedSteps.map(({ step, endedBy }) => [
    step,
    [...new Set(eventCatalogue.filter(({ name }) => endedBy.includes(name)).map(({ topic }) => topic))],
  ]),
);
const topics = [...new Set([...topicsOf.values()].flat())];

/** Finds chains that stopped in silence: a step that was due and did not come (R19), as far as operations have heard what came. */
@Injectable()
export class FindGaps {
  private readonly marks = new ReadMarks();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awaited: AwaitedStepsStore,
    private readonly outbox: Outbox,
    private readonly consumers: ConsumerProgress,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns how many gaps were found; each is told once. While the broker is away nobody can be judged, because what is missing may lie there:
   * that is no failure of this job, and has an alert of its own. Throws when the broker is there and does not say how far operations have come,
   * which no other alert would tell.
   */
  async run(): Promise<number> {
    const now = this.clock.now().toString();
    if (!(await this.unitOfWork.glance((tx) => this.awaited.isAnyDue(tx, now)))) return 0;
    const progress = await this.progress();
    if (progress === null) return 0;
    this.marks.look(progress, now);
    const heard = [...topicsOf].flatMap(([step, of]) => {
      const until = this.marks.heardUntil(of);
      return until === null ? [] : [{ step, until }];
    });
    return this.unitOfWork.run(async (tx) => {
      const gaps = await this.awaited.markGaps(tx, now, heard);
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

  /** How far operations have come; null while the broker is away. */
  private async progress(): Promise<readonly PartitionProgress[] | null> {
    try {
      return (await this.consumers.of(['operations'], topics)).get('operations')!;
    } catch (error) {
      if (await this.consumers.brokerAnswers()) throw error;
      log.warn('The broker does not answer: whether a chain has stopped cannot be told', { job: 'gaps' }, error);
      return null;
    }
  }
}
