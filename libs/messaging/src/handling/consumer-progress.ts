import type { Broker, PartitionProgress } from '../broker/broker.js';

/** How far the services have come with the events, as the broker knows it: in all their instances together, and when none runs. */
export class ConsumerProgress {
  constructor(
    private readonly broker: Pick<Broker, 'progress' | 'reachable'>,
    private readonly topicPrefix: string,
  ) {}

  /**
   * By service name; topics by the names they have in the contracts. `topics`: these, also where a service has passed nothing yet; default all that
   * it has begun to read. Throws when the broker does not answer.
   */
  async of(
    services: readonly string[],
    topics?: readonly string[],
  ): Promise<ReadonlyMap<string, readonly PartitionProgress[]>> {
    const { topicPrefix } = this;
    const groupOf = (service: string) => `${topicPrefix}${service}`;
    const progress = await this.broker.progress(
      services.map(groupOf),
      topics?.map((topic) => `${topicPrefix}${topic}`),
    );
    return new Map(
      services.map((service) => [
        service,
        progress.get(groupOf(service))!.map((one) => ({ ...one, topic: one.topic.slice(topicPrefix.length) })),
      ]),
    );
  }

  /** Whether the broker answers at all; of one that does not the metric `hub.broker.up` tells. */
  brokerAnswers(): Promise<boolean> {
    return this.broker.reachable();
  }
}
