import { setTimeout as pause } from 'node:timers/promises';
import { openBenchHub, type BenchHub } from '../bench-hub.js';
import { residentMb } from '../process-figures.js';
import { registerFamilies } from '../register-families.js';
import { shareSummary } from '../share-summary.js';
import { HubDatabases } from './hub-databases.js';
import { messagesOfTopic } from './messages-of-topic.js';

const FAMILIES = 100;
const CODE = 'VERSION_UNKNOWN';
const LOOK_MS = 500;
const SAY_EVERY_MS = 5_000;

type Counts = Record<'open' | 'queued' | 'replayed' | 'discarded', number>;

/**
 * A replay of many dead letters: shares of documents, each again and again under another event id, whose guardians have had their letter. Begun
 * through the door of notifications, stopped at a third, broken off by a death of the process at two thirds, and gone on with. Nobody may
 * get a second letter.
 */
export async function measureReplay(
  say: (line: string) => void,
  { letters }: { letters: number },
): Promise<Record<string, number>> {
  const bench = await openBenchHub(say);
  const databases = await HubDatabases.open(bench);
  try {
    say(`${FAMILIES} families get their first letter`);
    const families = await registerFamilies(bench, FAMILIES, say);
    for (const { child } of families) await shareSummary(bench, child);
    await untilQuiet(bench);
    while ((await lettersTaken(bench)) < FAMILIES * 2) await pause(200);
    await untilQuiet(bench);
    const before = await lettersTaken(bench);
    await bury(bench, databases, letters);
    const calmMb = await residentMb([bench.hub.pid('notifications')]);
    say(`replaying ${letters} dead letters`);
    const start = performance.now();
    let mostMb = 0;
    const watch = async (until: (counts: Counts) => boolean): Promise<Counts> => {
      let saidAtMs = performance.now();
      for (;;) {
        const counts = await countLetters(bench);
        mostMb = Math.max(mostMb, await residentMb([bench.hub.pid('notifications')]).catch(() => 0));
        if (until(counts)) return counts;
        if (performance.now() - saidAtMs > SAY_EVERY_MS) {
          saidAtMs = performance.now();
          const pace = counts.replayed / ((saidAtMs - start) / 1000);
          say(
            `  ${counts.replayed} of ${letters} replayed, ${Math.round(pace)} a second, ${mostMb.toFixed(0)} MB at most`,
          );
        }
        await pause(LOOK_MS);
      }
    };
    await act(bench, 'replay');
    await watch(({ replayed }) => replayed >= letters / 3);
    await act(bench, 'stop-replay');
    await pause(2_000);
    const stopped = await countLetters(bench);
    await pause(2_000);
    const still = await countLetters(bench);
    say(`stopped at ${still.replayed}, ${still.open} are open; going on`);
    await act(bench, 'replay');
    const atDeath = await watch(({ replayed }) => replayed >= (letters * 2) / 3);
    await bench.hub.kill('notifications');
    say(`notifications died at ${atDeath.replayed}`);
    await bench.hub.restart('notifications');
    const end = await watch(({ queued }) => queued === 0);
    const seconds = (performance.now() - start) / 1000;
    await untilQuiet(bench);
    return {
      letters,
      replayed: end.replayed,
      openAgain: end.open,
      replayedWhileStopped: still.replayed - stopped.replayed,
      replaySeconds: seconds,
      replayedPerSecond: end.replayed / seconds,
      notificationsCalmMb: calmMb,
      notificationsMostMb: mostMb,
      lettersBefore: before,
      lettersAgain: (await lettersTaken(bench)) - before,
    };
  } finally {
    await databases.close();
    await bench.close();
  }
}

/** Writes dead letters as if the events had died at notifications, each share again and again. */
async function bury(bench: BenchHub, databases: HubDatabases, letters: number): Promise<void> {
  const shares = await messagesOfTopic(bench, {
    topic: 'screening.v1',
    type: 'portal.document.shared.v1',
    count: FAMILIES,
  });
  await databases.rows(
    'notifications',
    `insert into dead_letter (consumer, identity, event_id, type, key, municipality, topic, partition, broker_offset, headers, payload,
                              error_class, code, error, attempts)
     select $1, id, id, headers ->> 'ce_type', headers ->> 'ce_partitionkey', headers ->> 'ce_municipality', topic, partition, broker_offset,
            headers || jsonb_build_object('ce_id', id), payload, 'poison', $2, '{"errorName":"PoisonError"}', 1
       from unnest($3::jsonb[], $4::bytea[], $5::text[], $6::int[], $7::bigint[])
              as share (headers, payload, topic, partition, broker_offset),
            generate_series(1, $8::int) as nth, lateral (select overlay(md5(nth || (headers ->> 'ce_id')) placing '4' from 13) as hash) as hashed,
            lateral (select overlay(hash placing '8' from 17)::uuid::text as id) as named
      limit $9`,
    [
      `${bench.topicPrefix}notifications`,
      CODE,
      shares.map(({ headers }) => JSON.stringify(headers)),
      shares.map(({ payload }) => payload),
      shares.map(({ topic }) => topic),
      shares.map(({ partition }) => partition),
      shares.map(({ offset }) => offset),
      Math.ceil(letters / shares.length),
      letters,
    ],
  );
}

async function act(bench: BenchHub, name: 'replay' | 'stop-replay'): Promise<void> {
  const answer = await fetch(`${bench.hub.urls.notifications}/messages/dead-letters/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await bench.operatorToken()}` },
    body: JSON.stringify({ selection: { code: CODE }, reason: 'measured' }),
  });
  if (!answer.ok) throw new Error(`${name} was answered ${answer.status} ${await answer.text()}`);
}

/** What an operator's progress bar is made of; while the service is away, what it was is not known and is asked again. */
async function countLetters(bench: BenchHub): Promise<Counts> {
  for (;;) {
    const answer = await fetch(`${bench.hub.urls.notifications}/messages/summary`, {
      headers: { authorization: `Bearer ${await bench.operatorToken()}` },
    }).catch(() => null);
    if (answer?.ok) return ((await answer.json()) as { deadLetters: Counts }).deadLetters;
    await pause(200);
  }
}

async function lettersTaken(bench: BenchHub): Promise<number> {
  const answer = await fetch(`${bench.hub.urls['stand-ins']}/control/digital-post/letters`);
  return ((await answer.json()) as { letters: unknown[] }).letters.length;
}

async function untilQuiet({ settled }: BenchHub): Promise<void> {
  while (!(await settled.isSettled())) await pause(200);
}
