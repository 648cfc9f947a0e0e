import type { Admin } from 'kafkajs';
import { CommandError } from '../local/command-error.js';
import { serviceNames } from '../local/service-name.js';
import { withBrokerAdmin } from './broker-admin.js';
import { momentOf } from './moment-of.js';
import { readingPoint } from './reading-point.rules.js';
import { type Outcome, type RecoveryCommand, textOf } from './recovery-command.js';

interface Rewound {
  topic: string;
  partition: number;
  /** Where the group was, and where it begins again. */
  passed: number;
  from: number;
  /** Events that it reads again. */
  events: number;
}

/** After its database was restored to an earlier moment: the service hears again what came since; its inbox skips what it knows. */
export const readAgain: RecoveryCommand = {
  name: 'read-again',
  does: 'Lets a service hear events again from a moment on. All its instances must be stopped.',
  reads: ['KAFKA_BROKERS', 'TOPIC_PREFIX'],
  options: { service: { type: 'string' }, from: { type: 'string' } },
  told: {
    service: 'the service, for example screening',
    from: 'an instant with its zone, or beginning: all that the topics keep',
  },
  async run(given, env): Promise<Outcome> {
    const service = serviceOf(textOf(given, 'service'));
    const moment = momentOf(textOf(given, 'from'));
    const dryRun = given['dry-run'] === true;
    return withBrokerAdmin(env, async (admin, topicPrefix) => {
      const group = `${topicPrefix}${service}`;
      if (!dryRun) await mustBeStopped(admin, group);
      const rewound = await plan(admin, group, moment);
      if (!dryRun) await set(admin, group, rewound);
      const events = rewound.reduce((sum, one) => sum + one.events, 0);
      return { answer: { group, dryRun, events, partitions: rewound }, words: words(group, dryRun, rewound) };
    });
  },
};

function serviceOf(name: string | undefined): string {
  const known = serviceNames.filter((one) => one !== 'stand-ins');
  if (known.some((one) => one === name)) return name!;
  throw new CommandError(`Say which service: --service, one of ${known.join(', ')}. Nothing was done.`);
}

async function mustBeStopped(admin: Admin, group: string): Promise<void> {
  const [described] = (await admin.describeGroups([group])).groups;
  const members = described?.members.length ?? 0;
  if (members === 0) return;
  throw new CommandError(
    `The group ${group} has ${members} living ${members === 1 ? 'member' : 'members'}: stop all instances of the service first. One that was killed counts as living until its session is over (KAFKA_SESSION_TIMEOUT_MS). Nothing was done.`,
    1,
  );
}

async function plan(admin: Admin, group: string, moment: number): Promise<Rewound[]> {
  const rewound: Rewound[] = [];
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId: group })) {
    const held = new Map((await admin.fetchTopicOffsets(topic)).map((one) => [one.partition, one]));
    const wished = new Map(
      (await admin.fetchTopicOffsetsByTimestamp(topic, moment)).map(({ partition, offset }) => [partition, offset]),
    );
    for (const { partition, offset } of partitions) {
      const there = held.get(partition);
      if (!there) continue;
      const [start, end] = [Number(there.low), Number(there.high)];
      const passed = Number(offset) < 0 ? null : Number(offset);
      const from = readingPoint({ passed, start, end, wished: Number(wished.get(partition) ?? end) });
      if (passed === null || from === null) continue;
      rewound.push({ topic, partition, passed, from, events: Math.min(passed, end) - Math.min(from, end) });
    }
  }
  return rewound;
}

async function set(admin: Admin, groupId: string, rewound: readonly Rewound[]): Promise<void> {
  for (const [topic, ofTopic] of Map.groupBy(rewound, (one) => one.topic)) {
    const partitions = ofTopic.map(({ partition, from }) => ({ partition, offset: String(from) }));
    await admin.setOffsets({ groupId, topic, partitions });
  }
}

function words(group: string, dryRun: boolean, rewound: readonly Rewound[]): string {
  const lines = rewound
    .filter(({ passed, from }) => passed !== from)
    .map(
      ({ topic, partition, passed, from, events }) =>
        `  ${topic} ${partition}: from ${from}, was ${passed}, ${events} events`,
    );
  if (lines.length === 0) return `${group} has nothing to read again: what it never read it reads by itself.`;
  const events = rewound.reduce((sum, one) => sum + one.events, 0);
  return [`${group} ${dryRun ? 'would read' : 'reads'} ${events} events again:`, ...lines].join('\n');
}
