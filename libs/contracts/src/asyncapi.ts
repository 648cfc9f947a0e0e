import { z } from 'zod';
import type { EventContract } from './event-contract.js';
import { eventCatalogue } from './event-catalogue.js';

/** The AsyncAPI 3.0 document of the hub: one channel a topic, one message an event type. Generated, never edited. */
export function asyncApi(): Record<string, unknown> {
  const topics = [...new Set(eventCatalogue.map((contract) => contract.topic))];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Trivselshub events',
      version: '1.0.0',
      description:
        'Facts that the services of the hub publish, as CloudEvents 1.0 in binary mode over Kafka. ' +
        'Ids, codes and numbers only: no civil registration number, name or free text travels here.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [channelName(topic), channel(topic)])),
    operations: Object.fromEntries(topics.flatMap((topic) => operations(topic))),
    components: {
      messages: Object.fromEntries(eventCatalogue.map((contract) => [contract.type, message(contract)])),
      messageTraits: { cloudEvent: { headers: cloudEventHeaders } },
    },
  };
}

const channelName = (topic: string): string => topic.replaceAll('.', '-');
const contractsOf = (topic: string): EventContract<unknown>[] =>
  eventCatalogue.filter((contract) => contract.topic === topic);

function channel(topic: string): Record<string, unknown> {
  return {
    address: `{prefix}${topic}`,
    description: 'Ordered by partition key: the child, or the receipt where there is no child.',
    parameters: { prefix: { description: "The deployment's prefix.", default: 'hub.' } },
    messages: Object.fromEntries(
      contractsOf(topic).map((contract) => [contract.type, { $ref: `#/components/messages/${contract.type}` }]),
    ),
  };
}

function operations(topic: string): [string, unknown][] {
  const name = channelName(topic);
  const reference = { $ref: `#/channels/${name}` };
  return [[`publish-${name}`, { action: 'send', channel: reference, summary: `Published by ${owners(topic)}.` }]];
}

const owners = (topic: string): string => [...new Set(contractsOf(topic).map((contract) => contract.owner))].join(', ');

function message(contract: EventContract<unknown>): Record<string, unknown> {
  return {
    name: contract.type,
    title: contract.name,
    summary: contract.summary,
    contentType: 'application/json',
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: payloadSchema(contract),
    examples: [{ name: 'example', payload: contract.example }],
  };
}

function payloadSchema(contract: EventContract<unknown>): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(contract.schema, { target: 'draft-7', io: 'input' });
  return schema;
}

const text = (description: string): Record<string, unknown> => ({ type: 'string', description });

const cloudEventHeaders = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_partitionkey', 'ce_municipality'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: text('UUID of the event; kept through retry and replay.'),
    ce_source: text('The publishing service.'),
    ce_type: text('Name and major version.'),
    ce_time: text('Domain time, ISO 8601 with Z.'),
    ce_subject: text('The child, as a random UUID, when there is one.'),
    ce_dataschema: text('Address of the schema, with its major version.'),
    ce_partitionkey: text('What the order is kept for.'),
    ce_municipality: text('The tenant.'),
    ce_causationid: text('The event that caused this one.'),
    ce_recordedtime: text('When the sender stored it: the same at every delivery.'),
    hub_again: text(
      'It may have been told before, on another day and with the same id, by a database that was restored since.',
    ),
    hub_fence: text('Where the partitions ended when their number changed: what lies before is handled first.'),
    traceparent: text('W3C trace context of the journal entry that everything here came from.'),
  },
};
