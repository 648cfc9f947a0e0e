import type { LoggedEvent } from './event-log.js';
import type { Expectations } from './scenario-file.js';
import { accessLogSeen, consentHolds } from './consent-expectations.js';
import { type Finding, type World, call, cprOf, digits, tokenOf, until } from './world.js';

type Check = () => Promise<true | string>;

/** Examines what a step expects; each expectation is asked again until it holds or its time is up. */
export async function examine(world: World, expected: Expectations, name: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [what, check] of checksOf(world, expected)) {
    const found = await until(check);
    findings.push({
      what: `${name}: ${what}`,
      passed: found === true,
      detail: found === true ? '' : String(found),
    });
  }
  return findings;
}

/** In the order in which they must be examined: first that nothing is on its way, where that is asked. */
function checksOf(world: World, expected: Expectations): [string, Check][] {
  const checks: [string, Check][] = [];
  if (expected.settled) checks.push(['settled', () => settled(world)]);
  if (expected.level) checks.push([`level ${expected.level.is}`, level(world, expected.level)]);
  if (expected.result)
    checks.push([
      `result of ${expected.result.record} has total ${expected.result.total}`,
      result(world, expected.result),
    ]);
  if (expected.results) {
    checks.push([`standing results are ${listed(expected.results.records)}`, results(world, expected.results)]);
  }
  if (expected.history) {
    const { record, versions } = expected.history;
    checks.push([`history of ${record} has versions ${listed(versions)}`, history(world, expected.history)]);
  }
  if (expected.tasks) checks.push([`open tasks are ${listed(expected.tasks.open)}`, tasks(world, expected.tasks)]);
  if (expected.events) {
    const { of, inOrder = [], count = {} } = expected.events;
    const told = [...pairs(count), ...(inOrder.length > 0 ? [`in order ${inOrder.join(', ')}`] : [])];
    checks.push([`events of ${of}: ${told.join(', ')}`, events(world, expected.events)]);
  }
  if (expected.oneTrace) checks.push(['one trace', oneTrace(world, expected.oneTrace.of)]);
  if (expected.letters) {
    const told = Object.entries(expected.letters.to).map(([name, kinds]) => `${name} ${listed(kinds)}`);
    checks.push([`letters: ${told.join('; ')}`, letters(world, expected.letters)]);
  }
  if (expected.sends) checks.push([`sends: ${listed(pairs(expected.sends))}`, sends(world, expected.sends)]);
  if (expected.chain) {
    checks.push([`chain of ${expected.chain.of} is ${expected.chain.state}`, chain(world, expected.chain)]);
  }
  if (expected.accessLog) {
    const told = Object.values(expected.accessLog.has).join(' ');
    checks.push([`access log has a line ${told}`, accessLog(world, expected.accessLog)]);
  }
  if (expected.refusedEntries) {
    const told = listed(pairs(expected.refusedEntries));
    checks.push([`refused entries: ${told}`, refusedEntries(world, expected.refusedEntries)]);
  }
  if (expected.rejectedOnce) {
    checks.push([`each rejected once: ${listed(expected.rejectedOnce)}`, rejectedOnce(world, expected.rejectedOnce)]);
  }
  if (expected.consent) {
    const { consent } = expected;
    checks.push([`consent ${consent.consent} is ${consent.is}`, () => consentHolds(world, consent)]);
  }
  if (expected.accessLogSeen) {
    const seen = expected.accessLogSeen;
    checks.push([`access log as ${seen.by} sees it`, () => accessLogSeen(world, seen)]);
  }
  return checks;
}

const listed = (words: readonly (string | number)[]): string => (words.length === 0 ? 'none' : words.join(', '));

const pairs = (values: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(values).map(([name, value]) => `${name} ${value}`);

const same = (what: string, wanted: unknown, got: unknown): true | string =>
  JSON.stringify(wanted) === JSON.stringify(got)
    ? true
    : `${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`;

const allOf = (...found: (true | string)[]): true | string => found.find((each) => each !== true) ?? true;

async function settled(world: World): Promise<true | string> {
  return (await world.hub.isSettled()) ? true : 'something is still on its way';
}

interface StandingResult {
  readonly resultId: string;
  readonly recordId: string;
  readonly version: number | null;
  readonly total: number;
  readonly ruleVersion: number;
  readonly standing: boolean;
}

interface RecordAnswer {
  readonly level: { level: string; window: { from: string; to: string } | null; late: boolean } | null;
  readonly results: readonly StandingResult[];
  readonly tasks: readonly { kind: string; state: string }[];
}

/** The record as the health visitor reads it, or somebody else. */
async function recordOf(world: World, child: string, as = 'health_visitor HV-1'): Promise<RecordAnswer> {
  const token = await tokenOf(world, as);
  const answer = await call(`${world.hub.urls['screening']}/children/${world.childIds.get(child)}/record`, token);
  if (answer.status !== 200) return { level: null, results: [], tasks: [] };
  return answer.json as unknown as RecordAnswer;
}

const level =
  (world: World, expected: NonNullable<Expectations['level']>): Check =>
  async () => {
    const record = await recordOf(world, expected.child);
    return allOf(
      same('level', expected.is, record.level?.level ?? null),
      expected.window ? same('window', expected.window, record.level?.window) : true,
      expected.late === undefined ? true : same('late', expected.late, record.level?.late),
    );
  };

const result =
  (world: World, expected: NonNullable<Expectations['result']>): Check =>
  async () => {
    const record = await recordOf(world, expected.child);
    const found = record.results.find((each) => each.recordId === expected.record && each.standing);
    if (!found) return `no standing result of ${expected.record}`;
    const text = JSON.stringify(record);
    const missing = expected.explanation.filter((words) => !text.includes(words));
    return allOf(
      same('total', expected.total, found.total),
      expected.ruleVersion ? same('rule version', expected.ruleVersion, found.ruleVersion) : true,
      missing.length === 0 ? true : `the explanation lacks: ${missing.join(', ')}`,
    );
  };

const results =
  (world: World, expected: NonNullable<Expectations['results']>): Check =>
  async () => {
    const standing = (await recordOf(world, expected.child)).results.filter((each) => each.standing);
    return same(
      'standing results',
      expected.records,
      standing.map((each) => each.recordId),
    );
  };

const history =
  (world: World, expected: NonNullable<Expectations['history']>): Check =>
  async () => {
    const all = (await recordOf(world, expected.child)).results.filter((each) => each.recordId === expected.record);
    return same('versions', expected.versions, all.map((each) => each.version).sort());
  };

const tasks =
  (world: World, expected: NonNullable<Expectations['tasks']>): Check =>
  async () => {
    const open = (await recordOf(world, expected.child, expected.by)).tasks.filter((task) => task.state === 'open');
    return same(
      'open tasks',
      expected.open,
      open.map((task) => task.kind),
    );
  };

/** Events of a record are those of its trace; events of a child are those about it. */
function eventsOf(world: World, of: string): LoggedEvent[] {
  const traceId = world.receipts.get(of)?.traceId;
  const childId = world.childIds.get(of);
  return world.log.where(
    (event) =>
      (traceId !== undefined && event.traceId === traceId) || (childId !== undefined && event.subject === childId),
  );
}

const events =
  (world: World, expected: NonNullable<Expectations['events']>): Check =>
  async () => {
    const seen = eventsOf(world, expected.of).map((event) => event.name);
    const counts = Object.entries(expected.count ?? {}).map(([name, count]) =>
      same(name, count, seen.filter((each) => each === name).length),
    );
    if (!expected.inOrder) return allOf(...counts);
    const wanted = expected.inOrder.flatMap((entry) => {
      const [name = '', times = 'x1'] = entry.split(' ');
      return Array.from({ length: Number(times.slice(1)) }, () => name);
    });
    const relevant = seen.filter((name) => wanted.includes(name));
    return allOf(...counts, inGroups(wanted, relevant));
  };

/**
 * The order of the chain, with one freedom: two letters go their ways side by side, so that one may be delivered before the
 * other is submitted. Each kind must come as often as wanted, and first in the wanted order.
 */
function inGroups(wanted: readonly string[], seen: readonly string[]): true | string {
  const count = (names: readonly string[], name: string): number => names.filter((each) => each === name).length;
  const kinds = [...new Set(wanted)];
  const firsts = kinds.map((name) => seen.indexOf(name));
  return allOf(
    ...kinds.map((name) => same(name, count(wanted, name), count(seen, name))),
    same(
      'order',
      [...firsts].sort((a, b) => a - b),
      firsts,
    ),
  );
}

const oneTrace =
  (world: World, of: string): Check =>
  async () => {
    const traceId = world.receipts.get(of)?.traceId;
    const child = eventsOf(world, of)[0]?.subject;
    const stray = world.log
      .where((event) => event.subject === child && /^(screening|portal\.document\.shared|letter)/.test(event.name))
      .filter((event) => event.traceId !== traceId);
    return same(
      'events outside the trace',
      [],
      stray.map((event) => event.name),
    );
  };

interface ReceivedLetter {
  readonly recipientCpr: string;
  readonly messageUuid: string;
  readonly takenAt: string;
  readonly label: string | null;
  readonly notification: string | null;
  readonly text: string;
}

const letters =
  (world: World, expected: NonNullable<Expectations['letters']>): Check =>
  async () => {
    const answer = await call(`${world.hub.urls['stand-ins']}/control/digital-post/letters`, '');
    const received = (answer.json['letters'] ?? []) as ReceivedLetter[];
    const since = expected.since ? (world.receipts.get(expected.since)?.sentAt ?? '') : '';
    const kindOf = new Map(
      world.log
        .where((event) => event.name === 'letter.submitted' || event.name === 'letter.requested')
        .map((event) => [String(event.data['messageUuid'] ?? event.data['letterId']), event] as const),
    );
    const kind = (messageUuid: string): string => {
      const letterId = String(kindOf.get(messageUuid)?.data['letterId']);
      return String(kindOf.get(letterId)?.data['kind'] ?? 'not submitted by the hub');
    };
    const own = new Set<string>();
    const perGuardian = Object.entries(expected.to).map(([name, kinds]) => {
      const cpr = digits(cprOf(world, name));
      const to = received.filter((letter) => letter.recipientCpr === cpr && letter.takenAt >= since);
      for (const letter of to) own.add([letter.label, letter.notification, letter.text].join(' '));
      return same(
        `letters to ${name}`,
        kinds,
        to.map((letter) => kind(letter.messageUuid)),
      );
    });
    const forbidden = expected.neverContain.flatMap((word) => {
      const child = world.scenario.given.children[word];
      return child ? [digits(child.cpr), child.cpr, 'Barnet Prøvesen'] : [word];
    });
    const found = forbidden.filter((word) => [...own].some((text) => new RegExp(`\\b${word}\\b`, 'i').test(text)));
    return allOf(...perGuardian, same('words in letters', [], found));
  };

const sends =
  (world: World, expected: Record<string, number>): Check =>
  async () => {
    const answer = await call(`${world.hub.urls['stand-ins']}/control/digital-post/letters`, '');
    const calls = (answer.json['calls'] ?? []) as { recipientCpr: string }[];
    return allOf(
      await noSendUnderWay(world),
      ...Object.entries(expected).map(([name, count]) => {
        const cpr = digits(cprOf(world, name));
        return same(`sends to ${name}`, count, calls.filter((each) => each.recipientCpr === cpr).length);
      }),
    );
  };

/** The pause before the next try begins when the answer is recorded: the clock may move only after that. */
async function noSendUnderWay(world: World): Promise<true | string> {
  const token = await world.hub.staffToken('health_visitor', 'HV-1');
  for (const childId of world.childIds.values()) {
    const answer = await call(`${world.hub.urls['notifications']}/children/${childId}/letters`, token);
    const letters = (answer.json['letters'] ?? []) as { state: string }[];
    if (letters.some(({ state }) => state === 'submitting')) return 'a send is still under way';
  }
  return true;
}

interface ChainAnswer {
  readonly state: string;
  readonly steps: readonly { name: string; channel: string | null; tries: number | null }[];
  readonly gaps: readonly { closedAt: string | null }[];
}

const chain =
  (world: World, expected: NonNullable<Expectations['chain']>): Check =>
  async () => {
    const token = await world.hub.staffToken('ops_operator', null);
    const url = `${world.hub.urls['operations']}/chains/${world.receipts.get(expected.of)?.traceId}`;
    const answer = (await call(url, token)).json as unknown as ChainAnswer;
    const submitted = (answer.steps ?? [])
      .filter((step) => step.name === 'letter.submitted')
      .map(({ channel, tries }) => ({ channel, tries }))
      .sort((a, b) => String(a.channel).localeCompare(String(b.channel)));
    return allOf(
      same('state', expected.state, answer.state),
      expected.letters ? same('letters', expected.letters, submitted) : true,
      expected.lateGap ? same('closed gaps', 1, answer.gaps.filter((gap) => gap.closedAt !== null).length) : true,
    );
  };

const accessLog =
  (world: World, expected: NonNullable<Expectations['accessLog']>): Check =>
  async () => {
    const token = await world.hub.staffToken('institution_leader', 'HV-1');
    const url = `${world.hub.urls['consent']}/children/${world.childIds.get(expected.child)}/access-log`;
    const answer = await call(url, token);
    const lines = (answer.json['entries'] ?? []) as Record<string, unknown>[];
    const found = lines.some((line) => Object.entries(expected.has).every(([key, value]) => line[key] === value));
    return found ? true : `no such line among ${lines.length}`;
  };

const refusedEntries =
  (world: World, expected: Record<string, string>): Check =>
  async () => {
    const token = await world.hub.staffToken('ops_operator', null);
    const answer = await call(`${world.hub.urls['operations']}/refused-entries?limit=1000`, token);
    const entries = (answer.json['entries'] ?? []) as { recordId: string; code: string }[];
    const cprs = Object.values(world.scenario.given.children).map((child) => digits(child.cpr));
    return allOf(
      ...Object.entries(expected).map(([record, code]) =>
        same(record, code, entries.find((entry) => entry.recordId === record)?.code ?? null),
      ),
      same(
        'CPR numbers in the list',
        [],
        cprs.filter((cpr) => answer.bytes.includes(cpr)),
      ),
    );
  };

const rejectedOnce =
  (world: World, records: readonly string[]): Check =>
  async () =>
    allOf(
      ...records.map((record) =>
        same(
          `rejections of ${record}`,
          1,
          world.log.where((event) => event.name === 'journal.entry.rejected' && event.data['recordId'] === record)
            .length,
        ),
      ),
    );
