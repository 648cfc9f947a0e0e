import { logLevel, type logCreator } from 'kafkajs';
import { log } from '#observability/log.js';

/** What belongs to the daily round: a member comes or goes, the broker has just started. kafkajs deals with it. */
const DAILY = /rebalancing|coordinator|Limiting_retries/;
/** While a broker is away kafkajs tells the same many times a second; it is passed on this often. */
const SAME_AGAIN_MS = 10_000;

/** kafkajs speaks through the hub's log: which part spoke and about which topic, never the text, which may quote what it read. */
export const kafkajsLog: logCreator = () => {
  const told = new Map<string, number>();
  return (entry) => {
    const { topic, partition, groupId, broker, error, message } = entry.log as Record<string, unknown>;
    const code = codeOf(error ?? message);
    if (toldLately(told, `${entry.namespace} ${code}`)) return;
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
};

function toldLately(told: Map<string, number>, what: string): boolean {
  const now = performance.now();
  if (now - (told.get(what) ?? -Infinity) < SAME_AGAIN_MS) return true;
  if (told.size > 200) told.clear();
  told.set(what, now);
  return false;
}

/** kafkajs tells errors as sentences; made into a code they can be searched for and hold no values. */
function codeOf(value: unknown): string {
  const sentence = value instanceof Error ? value.message : typeof value === 'string' ? value : 'none';
  return sentence
    .replace(/\d+/g, '')
    .replace(/[^A-Za-z]+/g, '_')
    .slice(0, 80);
}
