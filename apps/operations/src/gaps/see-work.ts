import { Inject, Injectable } from '@nestjs/common';
import { DueWorkSchema } from '#contracts/questions/due-work.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import { log } from '#observability/log.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import { SeeBacklog } from '../backlog/see-backlog.js';
import type { OperationsConfig } from '../operations.config.js';
import { handlingWork } from './handling-work.js';
import type { WaitingWork } from './late-work.rules.js';
import { addressesOf } from './service-addresses.js';
import { StoodSince } from './stood-since.js';
import type { WatchedService } from './watched-work.js';

/** Asks the services what waits in them, and the broker how far they have come. */
@Injectable()
export class SeeWork {
  private readonly stood = new StoodSince();

  constructor(
    private readonly client: ServiceClient,
    private readonly backlog: SeeBacklog,
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: OperationsConfig,
  ) {}

  /** What nobody answered for is not in it: it is neither late nor in time. */
  async run(): Promise<WaitingWork[]> {
    const asked = await Promise.all(
      [...addressesOf(this.config)].map(([service, url]) => this.ofService(service, url)),
    );
    return [...asked.flat(), this.ownOutbox(), ...(await this.handling())];
  }

  private async ofService(service: WatchedService, url: string): Promise<WaitingWork[]> {
    try {
      const { work } = await this.client.call(`${url}/work`, { method: 'GET', schema: DueWorkSchema });
      const own = work.map(({ kind, waiting, oldestAgeSeconds }) => ({
        service,
        kind,
        waiting,
        ageSeconds: oldestAgeSeconds,
      }));
      return [...own, this.silence(service, 0)];
    } catch (error) {
      log.warn('A service does not say what waits in it', { service }, error);
      return [this.silence(service, 1)];
    }
  }

  private ownOutbox(): WaitingWork {
    const { unsent, oldestAgeSeconds } = this.outbox.health();
    return { service: 'operations', kind: 'publish-events', waiting: unsent, ageSeconds: oldestAgeSeconds };
  }

  private silence(service: WatchedService, waiting: 0 | 1): WaitingWork {
    return {
      service,
      kind: 'answer',
      waiting,
      ...this.stood.at(`${service} answers`, waiting, Date.now()),
    };
  }

  private async handling(): Promise<WaitingWork[]> {
    try {
      const progress = await this.backlog.look();
      return [...progress].map(([service, partitions]) => handlingWork(service, partitions, this.stood, Date.now()));
    } catch (error) {
      log.warn('The broker does not say how far the services have come', {}, error);
      return [];
    }
  }
}
