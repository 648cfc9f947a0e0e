import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '#contracts/define-event.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { eventually } from '#testing/eventually.js';
import { testBroker, type TestBroker } from '#testing/test-broker.js';
import { testDatabase, type TestDatabase } from '#testing/test-database.js';
import { messagingMigrations } from './database/migrations.js';
import { Outbox } from './outbox/outbox.js';

const thingMade = defineEvent({
  name: 'thing.made',
  version: 1,
  topic: 'things.v1',
  owner: 'things',
  summary: '',
  schema: z.object({ nth: z.int() }),
  example: { nth: 1 },
});

class Effects1795400000300 {
  readonly name = 'Effects1795400000300';
  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query('create table effect (id bigint generated always as identity, kind text, key text, nth int)');
    await runner.query('create table fault (id int)');
  }
  async down(): Promise<void> {}
}

const KEYS = ['a', 'b', 'c', 'sick', 'toxic'];
const EACH = 20;

/** A restart waits until the broker has given the killed member up, so all of them take minutes: `HUB_KILL_POINTS=all`. */
const USUAL = ['consumer.after-commit', 'parked.after-commit', 'relay.after-send'];

/** Every kill point of this library, found in its source so that none is forgotten. */
function killPoints(): string[] {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /(?<!spec)\.ts$/.test(file));
  const found = sources.flatMap((file) => [
    ...readFileSync(`${import.meta.dirname}/${file}`, 'utf8').matchAll(/killPoint\('([\w.-]+)'\)/g),
  ]);
  return [...new Set(found.map((match) => match[1]!))].sort();
}

describe('A service that is killed', () => {
  let database: TestDatabase | undefined;
  let broker: TestBroker;
  const children = new Set<ChildProcess>();
  let service: string;
  beforeEach(async () => {
    broker = testBroker();
    service = `things-${randomUUID()}`;
    await broker.createTopics(['things.v1', 'operations.v1'], 2);
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await broker.close();
    await database?.drop();
    database = undefined;
  });

  function start(
    url: string,
    killAt?: string,
  ): { child: ChildProcess; ended: Promise<NodeJS.Signals | number | null> } {
    const child = spawn(process.execPath, ['dist/libs/messaging/src/kill-points.fixture.js'], {
      env: {
        ...process.env,
        DATABASE_URL: url,
        KAFKA_BROKERS: broker.brokers.join(','),
        TOPIC_PREFIX: broker.topicPrefix,
        SERVICE: service,
        HUB_LOG: 'fatal',
        NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning',
        ...(killAt ? { HUB_KILL_AT: killAt } : {}),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    children.add(child);
    const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
      child.on('exit', (code, signal) => {
        children.delete(child);
        resolve(signal ?? code);
      });
    });
    return { child, ended };
  }

  it('knows its kill points', () => {
    expect(killPoints().length).toBeGreaterThanOrEqual(15);
    expect(killPoints()).toEqual(expect.arrayContaining(USUAL));
  });

  it.each(process.env['HUB_KILL_POINTS'] === 'all' ? killPoints() : USUAL)(
    'at %s has lost and doubled nothing after its restart, and kept every order',
    async (point) => {
      database = await testDatabase('kill points', [...messagingMigrations, Effects1795400000300]);
      const { dataSource, url } = database;
      const query = (sql: string) => dataSource.query(sql);
      const unitOfWork = new UnitOfWork(dataSource);
      const outbox = new Outbox();
      await query('insert into fault values (1)');
      for (let nth = 0; nth < EACH; nth += 1) {
        await unitOfWork.run((tx) =>
          outbox.append(
            tx,
            KEYS.map((key) => ({
              contract: thingMade,
              key,
              municipality: 'K1',
              time: '2027-03-01T09:00:00Z',
              data: { nth },
              traceparent: null,
            })),
          ),
        );
      }
      if (point === 'consumer.after-count') {
        const crashed = `insert into consumer_in_flight values ('${broker.topicPrefix}${service}', '${broker.topicPrefix}things.v1', $1, gen_random_uuid(), 1000000, now())`;
        for (const partition of [0, 1]) await dataSource.query(crashed, [partition]);
      }
      const first = start(url, point);
      const mend = async () => {
        await eventually(async () => expect(await query('select from dead_letter')).not.toHaveLength(0), {
          within: 60_000,
        });
        await query('delete from fault');
        await query(`update dead_letter set state = 'queued' where state = 'open'`);
      };
      const mending = mend();
      expect(await first.ended).toBe('SIGKILL');
      const second = start(url);
      await mending;
      await eventually(
        async () => {
          await query(`update dead_letter set state = 'queued' where state = 'open'`);
          const [{ effects }] = await query('select count(*)::int as effects from effect');
          expect(effects).toBeGreaterThanOrEqual(2 * KEYS.length * EACH);
          expect(await query('select from parked_key')).toEqual([]);
          expect(await query('select from outbox where sent_at is null')).toEqual([]);
        },
        { within: 60_000 },
      );
      // A dead letter holds nobody up, so of the toxic ones only the number is certain.
      const rows: { name: string; order: number[] }[] = await query(
        `select kind || ' ' || key as name, array_agg(nth order by case when key <> 'toxic' then id end, nth) as "order" from effect group by 1 order by 1`,
      );
      const whole = [...Array(EACH).keys()];
      expect(rows).toEqual(
        ['made', 'mended'].flatMap((kind) => KEYS.map((key) => ({ name: `${kind} ${key}`, order: whole }))),
      );
      second.child.kill('SIGTERM');
      expect(await second.ended).toBe(0);
    },
    150_000,
  );
});
