import type { EventContract } from './event-contract.js';
import { eventCatalogue } from './event-catalogue.js';

/** `docs/events.md`: every event in a table a person can read, with an example of each. Generated, never edited. */
export function eventsPage(): string {
  const topics = [...new Set(eventCatalogue.map((contract) => contract.topic))];
  return [
    '# Events',
    '',
    'Generated from `libs/contracts` by `npm run generate`. CloudEvents 1.0 in binary mode over Kafka; the full schemas are in',
    '[asyncapi.yaml](asyncapi.yaml). The key is the child, so that order holds per child. Ids, codes and numbers only.',
    '',
    ...topics.flatMap(topicTable),
  ].join('\n');
}

function topicTable(topic: string): string[] {
  const contracts = eventCatalogue.filter((contract) => contract.topic === topic);
  return [
    `## ${topic}`,
    '',
    '| Event | Published by | Says | Fields |',
    '| --- | --- | --- | --- |',
    ...contracts.map(row),
    '',
  ];
}

function row(contract: EventContract<unknown>): string {
  const fields = Object.keys(contract.example as object)
    .map((field) => `\`${field}\``)
    .join(' ');
  return `| \`${contract.type}\` | ${contract.owner} | ${contract.summary} | ${fields} |`;
}
