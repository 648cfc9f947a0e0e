import { counter, histogram } from '#observability/metrics.js';

export const relayedBatch = histogram('hub.relay.batch.size', {
  description: 'Events that the relay gave to the broker at once',
  advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
});
export const relayedEvents = counter('hub.relay.events', { description: 'Events given to the broker, by type' });
export const consumedEvents = counter('hub.consumer.events', {
  description: 'Deliveries by type and outcome: handled, repeated, queued, parked, dead_lettered',
});
export const consumerBatch = histogram('hub.consumer.batch.duration', {
  description: 'From the start of a batch to its commit',
  unit: 's',
});
export const failedAttempts = counter('hub.consumer.failures', {
  description: 'Failed tries to handle an event, by class and code',
});
export const parkedChildren = counter('hub.messages.parked', { description: 'Children parked, by class and code' });
export const deadLetters = counter('hub.messages.dead_lettered', { description: 'Dead letters, by code' });
