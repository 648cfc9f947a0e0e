import { createServer } from 'node:http';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';

/**
 * The border of the bare loop, a process of its own: `node border.js DATABASE_URL BROKERS TOPIC`. Takes reports over HTTP, stores those that
 * wait together as entries and outbox rows in one statement, answers, and relays the outbox to Kafka. Tells its port to its parent.
 */
const [databaseUrl = '', brokers = '', topic = ''] = process.argv.slice(2);
const MOST_AT_ONCE = 500;

interface Waiting {
  readonly recordId: string;
  readonly body: Buffer;
  readonly stored: () => void;
}
interface OutboxRow {
  readonly id: string;
  readonly record_id: string;
  readonly body: Buffer;
}

const [intake, outbox] = await Promise.all([connected(), connected()]);
const producer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).producer({
  idempotent: true,
  maxInFlightRequests: 1,
});
await producer.connect();

const waiting: Waiting[] = [];
let storing = false;
let relaying = false;

async function store(): Promise<void> {
  if (storing) return;
  storing = true;
  while (waiting.length > 0) {
    const batch = waiting.splice(0, MOST_AT_ONCE);
    await intake.query({
      name: 'store',
      text: `with entry as (
               insert into bare_loop.entry select * from unnest($1::text[], $2::bytea[]) returning record_id)
             insert into bare_loop.outbox (record_id) select record_id from entry`,
      values: [batch.map(({ recordId }) => recordId), batch.map(({ body }) => body)],
    });
    for (const { stored } of batch) stored();
    void relay();
  }
  storing = false;
}

async function relay(): Promise<void> {
  if (relaying) return;
  relaying = true;
  for (;;) {
    const { rows } = await outbox.query<OutboxRow>({
      name: 'unsent',
      text: 'select id, record_id, body from bare_loop.outbox join bare_loop.entry using (record_id) order by id limit $1',
      values: [MOST_AT_ONCE],
    });
    if (rows.length === 0) break;
    const messages = rows.map((row) => ({ key: row.record_id, value: factsOf(row.body), headers: { id: row.id } }));
    await producer.send({ topic, acks: -1, messages });
    await outbox.query({
      name: 'sent',
      text: 'delete from bare_loop.outbox where id = any ($1::bigint[])',
      values: [rows.map(({ id }) => id)],
    });
  }
  relaying = false;
}

/** What the hub publishes of a report, roughly: the coded observations. */
function factsOf(body: Buffer): string {
  const { entry } = JSON.parse(body.toString()) as { entry: { resource: Record<string, unknown> }[] };
  return JSON.stringify(
    entry.map(({ resource }) => [resource['resourceType'], resource['code'], resource['valueQuantity']]),
  );
}

async function connected(): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    const { id } = JSON.parse(body.toString()) as { id: string };
    waiting.push({ recordId: id, body, stored: () => response.writeHead(201).end() });
    setImmediate(() => void store());
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.once('disconnect', () => process.exit(0));
