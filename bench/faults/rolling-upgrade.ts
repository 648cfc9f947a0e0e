import type { Program } from '#local/hub-options.js';
import { projectRoot } from '#local/project-root.js';
import type { ServiceName } from '#local/service-name.js';
import type { Act } from '../life/campaign-doors.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';
import { mortalServices } from '../kill/kill-plan.js';
import { passedByAll } from '../campaign/passed-by-all.js';
import { roll } from '../campaign/roll.js';

const EVENT = 'screening.result.recorded';
const AT_ONCE = 2;

const present: Program = { root: projectRoot };
/** The present code with more migrations and an event in its next major version: test/next-version. */
const next = (stage: 'reads' | 'publishes'): Program => ({
  root: projectRoot,
  main: 'dist/test/next-version/main.js',
  env: { NEXT_STAGE: stage },
});

/** Of the services that are named; the others stay at the present version, and must not read the topic of the event. */
export const rollingUpgradeOf = (services: readonly ServiceName[]): Fault => ({
  name: 'rolling-upgrade',
  does:
    'Every service is rolled to a next version, which adds a column and a table and fills them; then screening to one that publishes an event in its next major version; then all the way back. ' +
    'Of each service the new instance stands beside the old one behind the same address before that one ends.',
  mustHold:
    'No request fails at all, both versions write beside each other, both read what the other one wrote, both versions of the event are read, nothing is parked or dead; an entry sent again in another version gets its first answer.',
  ground: 'one-broker',
  rounds: 2,
  round: (stage) => stage.life(() => thereAndBack(stage, services), { shared: 3 }),
});

export const rollingUpgrade = rollingUpgradeOf(mortalServices);

async function thereAndBack(stage: FaultStage, all: readonly ServiceName[]): Promise<void> {
  const { ground, ledger } = stage;
  const from = performance.now();
  const told = () => [1, 2].map((version) => ledger.published.get(`${EVENT}.v${version}`) ?? 0);
  const [v1, v2] = told();
  const ask = await entrySentAgain(stage);
  const rollTo = (to: Program, services = all) =>
    roll(ground, { services, to, atOnce: AT_ONCE, wait: (ms) => stage.wait(ms) });

  await rollTo(next('reads'));
  await ask();
  await rollTo(next('publishes'), ['screening']);
  await ask();
  await rollTo(next('reads'), ['screening']);
  // The present version does not know the event's version 2: first all there is of it is handled.
  await passedByAll(inScreening(stage), `${EVENT}.v2`);
  await rollTo(present);
  await ask();

  const failures = ground.doors.failures.filter(({ atMs }) => atMs >= from);
  for (const { atMs, what } of failures) stage.trouble(`a request failed ${Math.round(atMs - from)} ms on: ${what}`);
  await stage.allVisible();
  const [v1After, v2After] = told();
  stage.must(v1After! > v1!, `${EVENT}.v1 was not published`);
  stage.must(v2After! > v2!, `${EVENT}.v2 was not published`);
  await bothWrote(stage, 'screening', 'child_fact', 'recorded_at', 'kept_by is not null');
  await bothWrote(
    stage,
    'novax_adapter',
    'journal_entry',
    'received_at',
    'exists (select from entry_taken_by as taken where taken.receipt_id = entry.receipt_id)',
  );
  await contract(stage);
}

/** Sends an entry; what comes back sends it once more, which must be answered as the first time, whatever version answers. */
async function entrySentAgain(stage: FaultStage): Promise<() => Promise<void>> {
  const { ground, visits, ledger } = stage;
  const family = await visits.register(await ground.outside.babyFamily());
  const { path, body, recordId } = visits.newResult(family.child);
  const entry = ledger.sent(recordId, family.childId);
  const act: Act = { service: 'novax-adapter', path, body, who: 'journal-k1' };
  const first = await ground.doors.insist(act);
  entry.acknowledgedAtMs = performance.now();
  stage.families.push({ ...family, results: [{ recordId, receiptId: first.json['receiptId'] }] });
  return async () => {
    const again = JSON.stringify(await ground.doors.insist(act));
    stage.must(
      again === JSON.stringify(first),
      `an entry sent again was answered ${again} instead of ${JSON.stringify(first)}`,
    );
  };
}

/** Since the next version wrote its first row, both wrote rows into the table. */
async function bothWrote(
  stage: FaultStage,
  database: string,
  table: string,
  at: string,
  byNext: string,
): Promise<void> {
  const [counts] = await stage.ground.sql(
    database,
    `select count(*) filter (where ${byNext})::int as next, count(*) filter (where not ${byNext})::int as present
       from ${table} as entry
      where ${at} >= (select min(${at}) from ${table} as entry where ${byNext})`,
  );
  stage.must(
    counts.next > 0 && counts.present > 0,
    `${table}: the versions wrote ${JSON.stringify(counts)} beside each other`,
  );
}

/** So that the next round finds the databases of the present version. */
async function contract({ ground }: FaultStage): Promise<void> {
  const forget = "delete from migrations where name in ('KeptBy4070908800000', 'TakenBy4070908800001')";
  await ground.sql('screening', 'alter table child_fact drop column kept_by', forget);
  await ground.sql('novax_adapter', 'drop table entry_taken_by', forget);
}

const inScreening = ({ ground }: FaultStage) => ({
  servers: ground.servers,
  topicPrefix: ground.topicPrefix,
  doors: ground.doors,
  sql: (statement: string) => ground.sql('screening', statement),
});
