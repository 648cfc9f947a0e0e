/**
 * A small service of its own process for the tests that kill it: hears `thing.made`, stores an effect and says `thing.mended`, which it
 * hears too. Things of the key `sick` are refused and those of `toxic` are poison as long as the table `fault` has a row.
 */
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { z } from 'zod';
import { defineEvent } from '#contracts/define-event.js';
import { createDataSource } from '#persistence/data-source.js';
import type { BatchContext } from './handling/batch-context.js';
import { KafkajsBroker } from './broker/kafkajs-broker.js';
import { connectHub } from './connect-hub.js';
import { messagingMigrations } from './database/migrations.js';
import type { Delivery } from './events/delivery.js';
import { KeyBoundError } from './handling/key-bound-error.js';
import { MessagingModule } from './messaging.module.js';
import { Outbox } from './outbox/outbox.js';
import { PoisonError } from './handling/poison-error.js';

const ThingSchema = z.object({ nth: z.int() });
type Thing = z.infer<typeof ThingSchema>;
const define = (name: string) =>
  defineEvent({
    name,
    version: 1,
    topic: 'things.v1',
    owner: 'things',
    summary: '',
    schema: ThingSchema,
    example: { nth: 1 },
  });
const thingMade = define('thing.made');
const thingMended = define('thing.mended');

@Controller()
class ThingsConsumer {
  constructor(private readonly outbox: Outbox) {}

  @EventPattern<string>(thingMade.type)
  async made(@Payload() deliveries: Delivery<Thing>[], @Ctx() { tx }: BatchContext): Promise<void> {
    const [fault] = await tx.query('select from fault');
    for (const { key } of deliveries) {
      if (fault && key === 'sick') throw new KeyBoundError('SICK', { retry: true });
      if (fault && key === 'toxic') throw new PoisonError('TOXIC');
    }
    await store(tx, 'made', deliveries);
    await this.outbox.append(
      tx,
      deliveries.map(({ key, municipality, time, data, traceparent, eventId }) => ({
        contract: thingMended,
        key,
        municipality,
        time,
        data,
        traceparent,
        causationId: eventId,
      })),
    );
  }

  @EventPattern<string>(thingMended.type)
  async mended(@Payload() deliveries: Delivery<Thing>[], @Ctx() { tx }: BatchContext): Promise<void> {
    await store(tx, 'mended', deliveries);
  }
}

async function store(tx: BatchContext['tx'], kind: string, deliveries: Delivery<Thing>[]): Promise<void> {
  await tx.query('insert into effect (kind, key, nth) select $1, * from unnest($2::text[], $3::int[])', [
    kind,
    deliveries.map(({ key }) => key),
    deliveries.map(({ data }) => data.nth),
  ]);
}

const { DATABASE_URL, KAFKA_BROKERS, TOPIC_PREFIX, SERVICE } = process.env as Record<string, string>;
const dataSource = createDataSource({ url: DATABASE_URL!, migrations: messagingMigrations, applicationName: 'things' });
await dataSource.initialize();
const broker = new KafkajsBroker({ brokers: KAFKA_BROKERS!.split(','), clientId: 'things', sessionTimeoutMs: 2000 });

@Module({
  imports: [
    MessagingModule.forService({
      service: SERVICE!,
      consumes: [thingMade, thingMended],
      dataSource,
      broker,
      topicPrefix: TOPIC_PREFIX!,
      limits: { pollMs: 100, parkedRetryMs: 100, parkedRetryMaxMs: 500 },
    }),
  ],
  controllers: [ThingsConsumer],
})
class ThingsModule {}

const app = await NestFactory.create(ThingsModule, { logger: false, abortOnError: false });
connectHub(app);
await app.init();
await app.startAllMicroservices();
process.on('SIGTERM', () => {
  void app
    .close()
    .then(() => broker.close())
    .then(() => dataSource.destroy());
});
