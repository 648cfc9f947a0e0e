import { randomUUID } from 'node:crypto';
import { type Admin, Kafka, logLevel, type Message } from 'kafkajs';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';

const topics = ['journal.v1', 'screening.v1', 'consent.v1', 'portal.v1', 'letters.v1'];
/** What a next version published in a rolling upgrade before, no version that runs now can read: produced again it would be a dead letter, rightly. */
const known: ReadonlySet<string> = new Set(eventCatalogue.map(({ type }) => type));
const AT_ONCE = 500;
const DAY_MS = 24 * 3_600_000;

export const duplicateDelivery: Fault = {
  name: 'duplicate-delivery',
  does: 'Everything on all topics that this version knows is produced once more, byte for byte to the same partition; one report is sent twice, and once with another body.',
  mustHold: 'Every effect stays single; the report sent again gets the same receipt, the other body 409.',
  ground: 'one-broker',
  rounds: 2,
  round: (stage) =>
    stage.life(async () => {
      stage.families.push(await stage.sharedFamily());
      await produceAgain(stage);
      await reportSentAgain(stage);
    }),
};

async function reportSentAgain(stage: FaultStage): Promise<void> {
  const { visits, ground, ledger } = stage;
  const family = await visits.register(await ground.outside.babyFamily());
  const { path, body, recordId } = visits.newResult(family.child);
  const entry = ledger.sent(recordId, family.childId);
  const send = (sent: object) => ground.doors.answer({ service: 'novax-adapter', who: 'journal-k1', path, body: sent });
  const first = await send(body);
  entry.acknowledgedAtMs = performance.now();
  const again = await send(body);
  const other = await send({ ...body, observedAt: new Date(Date.now() - DAY_MS).toISOString() });
  stage.must(JSON.stringify(again) === JSON.stringify(first), 'a report sent again got another receipt');
  stage.must(other.status === 409, `another body under the same id was answered ${other.status}`);
  stage.families.push({ ...family, results: [{ recordId, receiptId: first.json['receiptId'] }] });
}

/** All that lies on the topics now, to where it lies already. */
async function produceAgain({ ground }: FaultStage): Promise<void> {
  const kafka = new Kafka({ clientId: 'again', brokers: ground.servers.brokers, logLevel: logLevel.NOTHING });
  const names = topics.map((topic) => ground.topicPrefix + topic);
  const count = await countIn(kafka.admin(), names);
  const consumer = kafka.consumer({ groupId: `scenario-${randomUUID()}`, maxWaitTimeInMs: 100 });
  let read = 0;
  const found: (Message & { topic: string })[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: names, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, partition, message: { key, value, headers = {} } }) => {
      read += 1;
      // What has no id cannot be known again: each copy is a message of its own.
      if (headers['ce_id'] && known.has(String(headers['ce_type'])))
        found.push({ topic, partition, key, value, headers });
    },
  });
  await ground.doors.until('the end of the topics', async () => (read >= count ? true : null));
  await consumer.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  for (const [topic, messages] of Map.groupBy(found, (message) => message.topic)) {
    for (let at = 0; at < messages.length; at += AT_ONCE) {
      await producer.send({ topic, messages: messages.slice(at, at + AT_ONCE) });
    }
  }
  await producer.disconnect();
}

async function countIn(admin: Admin, names: readonly string[]): Promise<number> {
  await admin.connect();
  const offsets = await Promise.all(names.map((name) => admin.fetchTopicOffsets(name)));
  await admin.disconnect();
  return offsets.flat().reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
}
