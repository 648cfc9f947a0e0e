import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { ServiceName } from '#local/service-name.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';

interface Poison {
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly value: Buffer | null;
}

const TOPIC = 'journal.v1';
const hearing: readonly ServiceName[] = ['screening', 'operations'];
const EACH = 2;

/** Date and time as the standard allows it, and no table takes it. */
const YEAR_0 = '0000-01-01T00:00:00Z';

/** Everything that nobody can read, each laid between the events of a child. */
const poisons: readonly Poison[] = [
  { code: 'ENVELOPE_INVALID', headers: {}, value: Buffer.from([0, 255, 1, 254]) },
  { code: 'TYPE_UNKNOWN', headers: { ce_type: 'journal.entry.sung.v1' }, value: Buffer.from('{}') },
  { code: 'VERSION_UNKNOWN', headers: { ce_type: 'journal.entry.received.v9' }, value: Buffer.from('{}') },
  { code: 'DATA_UNPARSABLE', headers: { ce_type: 'journal.entry.received.v1' }, value: Buffer.from('{"recordId":') },
  { code: 'DATA_UNPARSABLE', headers: { ce_type: 'journal.entry.received.v1' }, value: null },
  { code: 'CONTRACT_BROKEN', headers: { ce_type: 'journal.entry.received.v1' }, value: Buffer.from('{"recordId":7}') },
  {
    code: 'TYPE_UNKNOWN',
    headers: { ce_type: 'journal.entry.hummed.v1', 'with\0nul': 'and\0here' },
    value: Buffer.from('{}'),
  },
  {
    code: 'CONTRACT_BROKEN',
    headers: { ce_type: 'journal.entry.received.v1', ce_time: YEAR_0, ce_recordedtime: YEAR_0 },
    value: Buffer.from('{"recordId":8}'),
  },
];

export const poisonMessages: Fault = {
  name: 'poison-messages',
  does: `Messages that nobody can read are produced to ${TOPIC} between the events of children: no envelope, unknown type and version, no JSON, no value, a broken contract, a NUL in a header, a time in the year 0.`,
  mustHold: 'Each is one dead letter at each service that hears the topic, with its reason; the neighbours flow.',
  ground: 'one-broker',
  rounds: 3,
  round: (stage) =>
    stage.life(async (stream) => {
      const keys = stream.registered.map(({ childId }) => childId);
      await produce(stage, keys);
      await stage.allVisible();
      for (const service of hearing) await eachIsDeadOnce(stage, service);
    }),
};

async function produce({ ground }: FaultStage, keys: readonly string[]): Promise<void> {
  const kafka = new Kafka({ clientId: 'poison', brokers: ground.servers.brokers, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const messages = Array.from({ length: EACH }, () =>
    poisons.map(({ headers, value }, nth) => {
      const key = keys[nth % keys.length]!;
      const envelope = headers['ce_type'] === undefined ? {} : envelopeFor(key);
      return { key, value, headers: { ...envelope, ...headers } };
    }),
  ).flat();
  await producer.send({ topic: ground.topicPrefix + TOPIC, messages });
  await producer.disconnect();
}

const envelopeFor = (key: string): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: randomUUID(),
  ce_source: '/campaign',
  ce_time: new Date().toISOString(),
  ce_partitionkey: key,
  ce_municipality: 'K1',
  ce_recordedtime: new Date().toISOString(),
});

async function eachIsDeadOnce(stage: FaultStage, service: ServiceName): Promise<void> {
  const { ground, desk } = stage;
  const expected = Array.from({ length: EACH }, () => poisons.map(({ code }) => code))
    .flat()
    .sort();
  const letters = await ground.doors.until(`the dead letters at ${service}`, async () => {
    const found = await desk.deadLetters(service);
    return found.length >= expected.length ? found : null;
  });
  const codes = letters.map(({ code }) => code).sort();
  stage.must(
    JSON.stringify(codes) === JSON.stringify(expected),
    `dead letters at ${service}: ${codes.join()} instead of ${expected.join()}`,
  );
  await desk.discard(
    service,
    letters.map(({ id }) => id),
  );
}
