import { logLevel, type logCreator } from 'kafkajs';
import { log } from '#observability/log.js';

/** kafkajs speaks through the hub's log: which part spoke and about which topic, never the text, which may quote what it read. */
export const kafkajsLog: logCreator = () => (entry) => {
  const { topic, partition, groupId, broker } = entry.log as Record<string, unknown>;
  const fields = {
    kind: entry.namespace,
    topic: text(topic),
    partition: typeof partition === 'number' ? partition : undefined,
    consumer: text(groupId),
    host: text(broker),
    code: codeOf(entry.log['error'] ?? entry.log.message),
  };
  if (entry.level === logLevel.ERROR) log.error('The broker client met an error', defined(fields));
  else log.warn('The broker client warns', defined(fields));
};

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** kafkajs tells errors as sentences; made into a code they can be searched for and hold no values. */
function codeOf(value: unknown): string | undefined {
  const sentence = value instanceof Error ? value.message : text(value);
  return sentence
    ?.replace(/\d+/g, '')
    .replace(/[^A-Za-z]+/g, '_')
    .slice(0, 80);
}

function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
