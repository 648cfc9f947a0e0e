import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Clock } from '#service/clock.js';
import type { DeskService } from './desk-addresses.js';
import { MessageDesks } from './message-desks.client.js';
import { type OpenStops, StoppedMessagesStore } from './stopped-messages.store.js';

/** A service's door takes as many traces in one question. */
const EVENTS_A_QUESTION = 50;
/** What will go on by itself, or needs a person; a letter that was replayed or discarded stands still no more. */
const STANDS_STILL: ReadonlySet<string> = new Set(['parked', 'waiting', 'open', 'queued']);

/**
 * Asks the services whether what they once told to be stopped still is: nobody tells when a parked child flows again or a letter was
 * replayed. A service that does not answer is asked again in the next round.
 */
@Injectable()
export class SettleStops {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly messages: StoppedMessagesStore,
    private readonly desks: MessageDesks,
    private readonly clock: Clock,
  ) {}

  /**
   * True when as much as is asked at once has gone on, as while a long replay runs: there may be more. Throws what the first service that
   * failed threw, after all others were asked.
   */
  async run(): Promise<boolean> {
    const open = await this.unitOfWork.glance((tx) => this.messages.open(tx, EVENTS_A_QUESTION));
    const asked = await Promise.allSettled(open.flatMap((stops) => this.settle(stops) ?? []));
    const failed = asked.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return asked.some((each) => each.status === 'fulfilled' && each.value >= EVENTS_A_QUESTION);
  }

  /** Null for a service that operations were not told of: nobody can be asked. */
  private settle(stops: OpenStops): Promise<number> | null {
    const service = this.desks.known.find((known) => known === stops.service);
    return service === undefined ? null : this.ask(service, stops);
  }

  /** How many of them have gone on. */
  private async ask(service: DeskService, stops: OpenStops): Promise<number> {
    const traceIds = [...new Set(stops.events.map(({ traceId }) => traceId))];
    const stopped = await this.desks.stopped(service, stops.municipality, traceIds);
    const still = stopped.filter(({ state }) => STANDS_STILL.has(state)).flatMap(({ eventId }) => eventId ?? []);
    const now = this.clock.now().toString();
    await this.unitOfWork.run((tx) => this.messages.settle(tx, stops, still, now));
    const standing = new Set(still);
    return stops.events.filter(({ eventId }) => !standing.has(eventId)).length;
  }
}
