import { Injectable } from '@nestjs/common';
import type { StoppedEvent } from '#messaging/stopped/messages.view.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import { log } from '#observability/log.js';
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
   * True when as much as is asked at once has gone on, as while a long replay runs: there may be more. That a service is away is no failure
   * of the round: others tell of it (`watched-work.ts`). Throws the first of all other errors, after every service was asked.
   */
  async run(): Promise<boolean> {
    const open = await this.unitOfWork.glance((tx) => this.messages.open(tx, EVENTS_A_QUESTION));
    const away = new Map<DeskService, TransientError>();
    const asked = await Promise.allSettled(open.flatMap((stops) => this.settle(stops, away) ?? []));
    for (const [service, error] of away) log.warn('A service did not say what still stands still', { service }, error);
    const failed = asked.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return asked.some((each) => each.status === 'fulfilled' && each.value >= EVENTS_A_QUESTION);
  }

  /** Null for a service that operations were not told of: nobody can be asked. */
  private settle(stops: OpenStops, away: Map<DeskService, TransientError>): Promise<number> | null {
    const service = this.desks.known.find((known) => known === stops.service);
    return service === undefined ? null : this.ask(service, stops, away);
  }

  /** How many of them have gone on; none at a service that is away. */
  private async ask(service: DeskService, stops: OpenStops, away: Map<DeskService, TransientError>): Promise<number> {
    const stopped = await this.stopped(service, stops).catch((error: unknown) => {
      if (!(error instanceof TransientError)) throw error;
      away.set(service, error);
      return null;
    });
    if (stopped === null) return 0;
    const idsOf = (holds: (state: StoppedEvent['state']) => boolean): string[] =>
      stopped.filter(({ state }) => holds(state)).flatMap(({ eventId }) => eventId ?? []);
    const still = idsOf((state) => STANDS_STILL.has(state));
    const discarded = idsOf((state) => state === 'discarded');
    const now = this.clock.now().toString();
    await this.unitOfWork.run((tx) => this.messages.settle(tx, stops, { still, discarded }, now));
    const standing = new Set(still);
    return stops.events.filter(({ eventId }) => !standing.has(eventId)).length;
  }

  private stopped(service: DeskService, { municipality, events }: OpenStops): Promise<StoppedEvent[]> {
    return this.desks.stopped(service, municipality, [...new Set(events.map(({ traceId }) => traceId))]);
  }
}
