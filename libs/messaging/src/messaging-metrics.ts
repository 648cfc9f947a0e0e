import { counter, histogram } from '#observability/metrics.js';

export const relayedBatch = histogram('hub.relay.batch.size');
export const relayedEvents = counter('hub.relay.events');
export const consumedEvents = counter('hub.consumer.events');
export const consumerBatch = histogram('hub.consumer.batch.duration');
export const failedAttempts = counter('hub.consumer.failures');
export const parkedChildren = counter('hub.messages.parked');
export const deadLetters = counter('hub.messages.dead_lettered');
