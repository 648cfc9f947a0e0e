import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { untilLed } from '#messaging/broker/until-led.js';
import { CommandError } from '../local/command-error.js';
import { projectRoot } from '../local/project-root.js';
import { withBrokerAdmin } from './broker-admin.js';
import { type Outcome, type RecoveryCommand, textOf } from './recovery-command.js';

const MOST = 200;
const TopicsSchema = z.object({ topics: z.array(z.object({ name: z.string() })) });

interface Grown {
  topic: string;
  before: number;
  after: number;
}

/** More partitions for every topic of the hub, while it works. Services begin to use them by themselves, with each child's order kept. */
export const growPartitions: RecoveryCommand = {
  name: 'grow-partitions',
  does: 'Gives every topic of the hub more partitions. Services go on working, and use them within a minute.',
  reads: ['KAFKA_BROKERS', 'TOPIC_PREFIX'],
  options: { partitions: { type: 'string' } },
  told: { partitions: `how many each topic shall have, up to ${MOST}; there is no way back to fewer` },
  async run(given, env): Promise<Outcome> {
    const wanted = wantedOf(textOf(given, 'partitions'));
    const dryRun = given['dry-run'] === true;
    return withBrokerAdmin(env, async (admin, topicPrefix) => {
      const names = hubTopics().map((name) => topicPrefix + name);
      const there = new Set(await admin.listTopics());
      const missing = names.filter((name) => !there.has(name));
      if (missing.length > 0)
        throw new CommandError(
          `There is no topic ${missing.join(', ')}: is TOPIC_PREFIX right? Topics are made by the provisioning job. Nothing was done.`,
          1,
        );
      const { topics } = await admin.fetchTopicMetadata({ topics: names });
      const grown = topics.map(({ name, partitions }) => ({ topic: name, before: partitions.length, after: wanted }));
      const larger = grown.filter(({ before }) => before > wanted);
      if (larger.length > 0)
        throw new CommandError(`${told(larger)}. A topic cannot get fewer partitions. Nothing was done.`, 1);
      const growing = grown.filter(({ before }) => before < wanted);
      if (!dryRun && growing.length > 0) {
        await admin.createPartitions({ topicPartitions: growing.map(({ topic }) => ({ topic, count: wanted })) });
        await untilLed(admin, names);
      }
      return { answer: { dryRun, topics: growing }, words: words(dryRun, growing) };
    });
  },
};

function wantedOf(text: string | undefined): number {
  const wanted = /^[1-9]\d{0,2}$/.test(text ?? '') ? Number(text) : 0;
  if (wanted < 1 || wanted > MOST)
    throw new CommandError(`Say how many: --partitions 12, at most ${MOST}. Nothing was done.`);
  return wanted;
}

const hubTopics = (): string[] =>
  TopicsSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'deploy', 'topics.json'), 'utf8'))).topics.map(
    ({ name }) => name,
  );

const told = (grown: readonly Grown[]): string => grown.map(({ topic, before }) => `${topic} has ${before}`).join(', ');

function words(dryRun: boolean, growing: readonly Grown[]): string {
  if (growing.length === 0) return 'Every topic has that many partitions already.';
  return growing
    .map(({ topic, before, after }) => `${topic}: ${dryRun ? 'would get' : 'has'} ${after}, had ${before}`)
    .join('\n');
}
