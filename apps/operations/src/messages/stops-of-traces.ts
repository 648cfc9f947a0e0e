import { Injectable } from '@nestjs/common';
import type { StoppedEvent } from '#messaging/stopped/messages.view.js';
import { log } from '#observability/log.js';
import type { DeskService } from './desk-addresses.js';
import { MessageDesks } from './message-desks.client.js';

export type Stop = StoppedEvent & { readonly service: DeskService };

export interface StopsOfTrace {
  readonly stops: readonly Stop[];
  /** Services that did not answer: something may stand still there, too. */
  readonly silent: readonly DeskService[];
}

/** What of a chain is or was stopped, asked of every service at this moment. */
@Injectable()
export class StopsOfTraces {
  constructor(private readonly desks: MessageDesks) {}

  async of(traceId: string, municipality: string): Promise<StopsOfTrace> {
    const answers = await Promise.all(
      this.desks.known.map(async (service) => ({
        service,
        stopped: await this.desks.stopped(service, municipality, [traceId]).catch((error: unknown) => {
          log.warn('A service did not say what stands still', { service }, error);
          return null;
        }),
      })),
    );
    return {
      stops: answers.flatMap(({ service, stopped }) => (stopped ?? []).map((event) => ({ ...event, service }))),
      silent: answers.filter(({ stopped }) => stopped === null).map(({ service }) => service),
    };
  }
}
