import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';

/**
 * The recorder of the bare loop, a process of its own: `node recorder.js DATABASE_URL BROKERS TOPIC`. Stores inbox, result and outbox row of
 * the messages of a batch in one statement, then the offset. Tells its parent when it listens.
 */
const [databaseUrl = '', brokers = '', topic = ''] = process.argv.slice(2);

const client = new Client({ connectionString: databaseUrl });
await client.connect();
const consumer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).consumer({
  groupId: topic,
  maxWaitTimeInMs: 50,
});
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
consumer.on(consumer.events.GROUP_JOIN, () => process.send?.({ port: 0 }));
await consumer.run({
  eachBatch: async ({ batch: { messages } }) => {
    await client.query({
      name: 'record',
      text: `with arrived as (
               select * from unnest($1::text[], $2::text[], $3::jsonb[]) as arrived (event_id, record_id, fact)
             ), fresh as (
               insert into bare_loop.inbox select event_id from arrived on conflict do nothing returning event_id
             ), result as (
               insert into bare_loop.result select record_id, fact from arrived join fresh using (event_id) returning record_id)
             insert into bare_loop.recorded_outbox (record_id) select record_id from result`,
      values: [
        messages.map(({ headers }) => String(headers?.['id'])),
        messages.map(({ key }) => String(key)),
        messages.map(({ value }) => String(value)),
      ],
    });
  },
});
process.once('disconnect', () => process.exit(0));
