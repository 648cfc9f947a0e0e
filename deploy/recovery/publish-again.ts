import pg from 'pg';
import { RELAY_LEASE } from '#messaging/outbox/relay-lease.js';
import { CommandError } from '../local/command-error.js';
import { momentOf } from './moment-of.js';
import { type Outcome, type RecoveryCommand, textOf } from './recovery-command.js';

interface Counted {
  topic: string;
  events: number;
}

const KEPT = `
  select topic, count(*)::int as events from outbox where sent_at >= $1 group by topic order by topic`;

/** The days of the outbox, oldest first: each is a table of its own. */
const DAYS = `
  select inhrelid::regclass::text as day from pg_inherits where inhparent = 'outbox'::regclass order by inhrelid::regclass::text`;

/**
 * After the loss of topics: what the service published since then, and still keeps, goes out again with the same ids and in the same order,
 * before anything newer. All in one transaction: broken off, nothing was done.
 */
export const publishAgain: RecoveryCommand = {
  name: 'publish-again',
  does: 'Publishes again what a service published from a moment on, as far as its outbox keeps it (3 days). All its instances must be stopped.',
  reads: ["DATABASE_URL (the service's own)"],
  options: { from: { type: 'string' } },
  told: { from: 'an instant with its zone, or beginning: all that is kept' },
  async run(given, env, progress): Promise<Outcome> {
    const from = new Date(momentOf(textOf(given, 'from')));
    const dryRun = given['dry-run'] === true;
    const client = await connected(env['DATABASE_URL']);
    try {
      await mustHaveOutbox(client);
      if (!dryRun) await mustBeStopped(client);
      const { rows } = await client.query<Counted>(KEPT, [from]);
      if (!dryRun) await unmark(client, from, progress);
      const events = rows.reduce((sum, one) => sum + one.events, 0);
      return { answer: { dryRun, events, topics: rows }, words: words(dryRun, events, rows) };
    } finally {
      await client.end();
    }
  },
};

async function connected(url: string | undefined): Promise<pg.Client> {
  if (!url)
    throw new CommandError('DATABASE_URL is missing: the address of the database of the service. Nothing was done.');
  const client = new pg.Client({ connectionString: url, application_name: 'publish-again' });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new CommandError(`The database cannot be reached (${(error as Error).message}). Nothing was done.`, 1);
  }
}

async function mustHaveOutbox(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select to_regclass('outbox') as outbox`);
  if (rows[0]?.outbox === null)
    throw new CommandError('This database has no outbox: give DATABASE_URL of a service. Nothing was done.', 1);
}

/** Takes the lease of the relay until the session ends: a relay that is alive has it, and none can begin meanwhile. */
async function mustBeStopped(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
    ...RELAY_LEASE,
  ]);
  if (rows[0]?.taken) return;
  throw new CommandError(
    'An instance of the service is publishing: stop all of them first, so that nothing newer goes out before. Nothing was done.',
    1,
  );
}

async function unmark(client: pg.Client, from: Date, progress: (line: string) => void): Promise<void> {
  await client.query('begin');
  const { rows } = await client.query<{ day: string }>(DAYS);
  for (const [nth, { day }] of rows.entries()) {
    const { rowCount } = await client.query(`update ${day} set sent_at = null where sent_at >= $1`, [from]);
    progress(`${nth + 1} of ${rows.length} parts of the outbox: ${rowCount} events`);
  }
  await client.query('commit');
}

function words(dryRun: boolean, events: number, topics: readonly Counted[]): string {
  if (events === 0) return 'Nothing that was published since then is kept: there is nothing to publish again.';
  const lines = topics.map(({ topic, events: of }) => `  ${topic}: ${of}`);
  const what = dryRun ? 'would be published again' : 'are published again when the service starts';
  return [`${events} events ${what}:`, ...lines].join('\n');
}
