import type { Broker, GroupProgress } from './broker/broker.js';

/** How far the services have come with the events, as the broker knows it: in all their instances together, and when none runs. */
export class ConsumerProgress {
  constructor(
    private readonly broker: Pick<Broker, 'progress'>,
    private readonly topicPrefix: string,
  ) {}

  /** By service name. Throws when the broker does not answer. */
  async of(services: readonly string[]): Promise<ReadonlyMap<string, GroupProgress>> {
    const groupOf = (service: string) => `${this.topicPrefix}${service}`;
    const progress = await this.broker.progress(services.map(groupOf));
    return new Map(services.map((service) => [service, progress.get(groupOf(service))!]));
  }
}
