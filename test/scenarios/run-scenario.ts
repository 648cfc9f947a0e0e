import { Temporal } from 'temporal-polyfill';
import { CommandError } from '#local/command-error.js';
import { act } from './actions.js';
import { EventLog } from './event-log.js';
import { examine } from './expectations.js';
import { prepare } from './prepare.js';
import type { Scenario, Step } from './scenario-file.js';
import { type Finding, type HubUnderTest, type World, call } from './world.js';

const zone = 'Europe/Copenhagen';

/** Plays a scenario against a running hub and tells of each expectation whether it held. */
export async function runScenario(
  hub: HubUnderTest,
  scenario: Scenario,
  say: (finding: Finding) => void,
): Promise<Finding[]> {
  const topics = ['journal.v1', 'screening.v1', 'rules.v1', 'consent.v1', 'portal.v1', 'letters.v1', 'operations.v1'];
  const log = await EventLog.open(
    [...hub.brokers],
    topics.map((topic) => hub.topicPrefix + topic),
  );
  const findings: Finding[] = [];
  const tell = (finding: Finding): void => {
    findings.push(finding);
    say(finding);
  };
  const world: World = {
    hub,
    log,
    scenario,
    childIds: new Map(),
    documentIds: new Map(),
    consents: new Map(),
    receipts: new Map(),
    resultIds: new Map(),
    now: firstTime(scenario),
  };
  try {
    await setClock(world, world.now);
    await prepare(world, (at) => setClock(world, at));
    for (const [number, step] of scenario.steps.entries()) {
      await play(world, step, `step ${number + 1}`, tell);
    }
  } finally {
    await log.close();
  }
  return findings;
}

async function play(world: World, step: Step, name: string, tell: (finding: Finding) => void): Promise<void> {
  if (step.at) await setClock(world, instantOf(step.at));
  await act(world, step, name, tell);
  if (step.expect) for (const finding of await examine(world, step.expect, name)) tell(finding);
}

/** The clock of every service moves at once: they are given the same moment, told as of the same real time. */
async function setClock(world: World, at: Temporal.Instant): Promise<void> {
  world.now = at;
  const asOf = Date.now();
  await Promise.all(
    Object.values(world.hub.urls).map(async (url) => {
      const body = JSON.stringify({ at: at.toString(), asOfEpochMs: asOf });
      const answer = await call(`${url}/clock`, '', { method: 'PUT', body }).catch(() => null);
      if (answer && answer.status !== 200 && answer.status !== 204) {
        throw new Error(`The clock of ${url} could not be set: ${answer.status} ${answer.bytes}`);
      }
    }),
  );
}

const instantOf = (local: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(zone).toInstant();

function firstTime(scenario: Scenario): Temporal.Instant {
  const first = scenario.steps.find((step) => step.at)?.at;
  if (!first)
    throw new CommandError(`Scenario ${scenario.scenario} never says what time it is: give its first step an 'at'`);
  return instantOf(first);
}
