import { logLevel, type logCreator } from 'kafkajs';
import { log } from '#observability/log.js';

/** What belongs to the daily round: a member comes or goes, the broker has just started. kafkajs deals with it. */
const DAILY = /rebalancing|coordinator|Limiting_retries/;

/** kafkajs speaks through the hub's log: which part spoke and about which topic, never the text, which may quote what it read. */
export const kafkajsLog: logCreator = () => (entry) => {
  const { topic, partition, groupId, broker, error, message } = entry.log as Record<string, unknown>;
  const code = codeOf(error ?? message);
  const fields = {
    kind: entry.namespace,
    ...(typeof topic === 'string' ? { topic } : {}),
    ...(typeof partition === 'number' ? { partition } : {}),
    ...(typeof groupId === 'string' ? { consumer: groupId } : {}),
    ...(typeof broker === 'string' ? { host: broker } : {}),
    code,
  };
  if (DAILY.test(code)) log.debug('The broker client regroups', fields);
  else if (entry.level === logLevel.ERROR && entry.namespace !== 'Connection')
    log.error('The broker client met an error', fields);
  else log.warn('The broker client warns', fields);
};

/** kafkajs tells errors as sentences; made into a code they can be searched for and hold no values. */
function codeOf(value: unknown): string {
  const sentence = value instanceof Error ? value.message : typeof value === 'string' ? value : 'none';
  return sentence
    .replace(/\d+/g, '')
    .replace(/[^A-Za-z]+/g, '_')
    .slice(0, 80);
}
