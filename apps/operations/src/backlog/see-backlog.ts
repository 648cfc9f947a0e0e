import { Injectable } from '@nestjs/common';
import type { PartitionProgress } from '#messaging/broker/broker.js';
import { ConsumerProgress } from '#messaging/handling/consumer-progress.js';
import { type WatchedService, watchedServices } from '../gaps/watched-work.js';
import { type Backlog, type BacklogSample, backlogOf } from './backlog.rules.js';

/** The pace is that of the last minute. */
const REMEMBERED_MS = 60_000;

/** Asks the broker what waits for each service, and remembers the looks of the last minute, so that a pace can be told. */
@Injectable()
export class SeeBacklog {
  private readonly samples = new Map<WatchedService, BacklogSample[]>();
  private readonly most = new Map<WatchedService, number>();

  constructor(private readonly consumers: ConsumerProgress) {}

  /** How far each service has come in each partition. Throws when the broker does not answer. */
  async look(): Promise<ReadonlyMap<WatchedService, readonly PartitionProgress[]>> {
    const progress = await this.consumers.of(watchedServices);
    const atMs = performance.now();
    const looked = new Map<WatchedService, readonly PartitionProgress[]>();
    for (const service of watchedServices) {
      const partitions = progress.get(service) ?? [];
      const sum = (of: (one: PartitionProgress) => number): number => partitions.reduce((all, one) => all + of(one), 0);
      const sample = { atMs, waiting: sum(({ behind }) => behind), passed: sum(({ passed }) => passed) };
      const recent = (this.samples.get(service) ?? []).filter((earlier) => atMs - earlier.atMs <= REMEMBERED_MS);
      this.samples.set(service, [...recent, sample]);
      looked.set(service, partitions);
    }
    return looked;
  }

  /** Looks, and tells what waits in each service. */
  async run(): Promise<({ readonly service: WatchedService } & Backlog)[]> {
    await this.look();
    return watchedServices.map((service) => {
      const backlog = backlogOf(this.samples.get(service) ?? [], this.most.get(service) ?? 0);
      this.most.set(service, backlog.most);
      return { service, ...backlog };
    });
  }
}
