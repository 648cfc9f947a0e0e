import type { DataSource } from 'typeorm';
import { log } from '#observability/log.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { MessagingLimits } from '../messaging.config.js';
import { removeOutlived } from './outlived.js';

const DAYS_AHEAD = 3;
const KEEPER_LOCK = [7_236_402, 2];
const EVERY_MS = 3_600_000;

interface PartitionedTable {
  table: 'outbox' | 'inbox';
  column: string;
  /** The start of a day as a literal of the column's type. */
  startOf(day: string): string;
  /** Rows that keep their partition from being dropped. */
  stillNeeded: string;
}

const OUTBOX: PartitionedTable = {
  table: 'outbox',
  column: 'appended_at',
  startOf: (day) => `'${day} 00:00+00'`,
  stillNeeded: 'sent_at is null',
};
const INBOX: PartitionedTable = {
  table: 'inbox',
  column: 'recorded_on',
  startOf: (day) => `'${day}'`,
  stillNeeded: 'false',
};

/**
 * Makes the partitions of the coming days and drops those that are old enough. A partition with an unsent row is never dropped. Days
 * are those of UTC by the database's clock.
 */
export class DayPartitions {
  private readonly unitOfWork: UnitOfWork;
  private timer: NodeJS.Timeout | null = null;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    dataSource: DataSource,
    private readonly limits: Pick<MessagingLimits, 'outboxDays' | 'inboxDays' | 'letterDays'>,
  ) {
    this.unitOfWork = new UnitOfWork(dataSource);
  }

  /** Sees to the partitions now and then once an hour. Until a day has its partition, the default partition takes its rows. */
  async start(): Promise<void> {
    const round = () => (this.keeping = this.keepOrWarn());
    this.timer = setInterval(round, EVERY_MS);
    this.timer.unref();
    await round();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.keeping;
  }

  /** One round; several instances may make it at the same time. */
  async keep(): Promise<void> {
    await this.keepTable(OUTBOX, this.limits.outboxDays);
    await this.keepTable(INBOX, this.limits.inboxDays);
    await removeOutlived(this.unitOfWork, this.limits);
  }

  private async keepOrWarn(): Promise<void> {
    try {
      await this.keep();
    } catch (error) {
      log.warn('The day partitions could not be seen to and are tried again in an hour', {}, error);
    }
  }

  private async keepTable(partitioned: PartitionedTable, days: number): Promise<void> {
    const { missing, expired } = await this.unitOfWork.read((tx) => lookUp(tx, partitioned.table, days));
    for (const { partition, day, nextDay } of missing) {
      await this.unitOfWork.run(async (tx) => {
        await alone(tx);
        await create(tx, partitioned, partition, partitioned.startOf(day), partitioned.startOf(nextDay));
      });
    }
    for (const partition of expired) {
      await this.unitOfWork.run(async (tx) => {
        await alone(tx);
        await drop(tx, partition, partitioned.stillNeeded);
      });
    }
  }
}

async function lookUp(tx: Tx, table: string, days: number) {
  const partitions = await tx.query<{ name: string }>(
    'select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = $1::regclass',
    [table],
  );
  const existing = new Set(partitions.map(({ name }) => name));
  const wanted = await tx.query<{ partition: string; day: string; nextDay: string; oldest: string }>(
    `select $1 || to_char(day, '"_"YYYYMMDD') as partition, to_char(day, 'YYYY-MM-DD') as day,
            to_char(day + interval '1 day', 'YYYY-MM-DD') as "nextDay",
            $1 || to_char(today - make_interval(days => $3), '"_"YYYYMMDD') as oldest
       from date_trunc('day', now() at time zone 'UTC') as today,
            generate_series(today, today + make_interval(days => $2), interval '1 day') as day`,
    [table, DAYS_AHEAD, days],
  );
  return {
    missing: wanted.filter(({ partition }) => !existing.has(partition)),
    expired: [...existing].filter((name) => /_\d{8}$/.test(name) && name < wanted[0]!.oldest).sort(),
  };
}

/** Rows of the day may already lie in the default partition; then they stay there, and only later days get a partition. */
async function create(tx: Tx, { table, column }: PartitionedTable, partition: string, from: string, to: string) {
  const [stray] = await tx.query(
    `select from ${table}_default where ${column} >= ${from} and ${column} < ${to} limit 1`,
  );
  if (stray) return;
  await tx.query(`create table if not exists ${partition} partition of ${table} for values from (${from}) to (${to})`);
}

async function drop(tx: Tx, partition: string, stillNeeded: string): Promise<void> {
  const [exists] = await tx.query('select from pg_class where relname = $1', [partition]);
  if (!exists) return;
  await tx.query(`lock table ${partition} in access exclusive mode`);
  const [needed] = await tx.query(`select from ${partition} where ${stillNeeded} limit 1`);
  if (needed) {
    log.error('An old outbox partition holds unsent events and is kept', { code: 'OUTBOX_UNSENT', kind: partition });
    return;
  }
  await tx.query(`drop table ${partition}`);
  log.info('Dropped an old partition', { kind: partition });
}

/** One keeper at a time, and nobody waits long for it. */
async function alone(tx: Tx): Promise<void> {
  await tx.query(`set local lock_timeout = '2s'`);
  await tx.query('select pg_advisory_xact_lock($1, $2)', KEEPER_LOCK);
}
